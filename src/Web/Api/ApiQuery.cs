using System.Globalization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Web.Api;

/// <summary>The query of a request. A known name with an invalid value, or given twice, is a problem; for
/// the others, see <see cref="ApiCall.Check"/> and <see cref="ApiCall.Notes"/>.</summary>
internal sealed class ApiQuery(IQueryCollection query, List<Problem> problems)
{
    /// <summary>The default number of rows of a page.</summary>
    public const int UsualSize = 20;

    public PageRequest Page =>
        new(Number("page", 1, PageRequest.MaxNumber, otherwise: 1), Number("per_page", 1, PageRequest.MaxSize, UsualSize));

    public bool Descending => OneOf("direction", "asc", "asc", "desc") == "desc";

    /// <summary>The order of lists whose default is newest first.</summary>
    public bool NewestFirst => OneOf("direction", "desc", "asc", "desc") == "desc";

    public bool Force => OneOf("force", "false", "true", "false") == "true";

    /// <summary>Whether deleting a token also revokes what it issued.</summary>
    public bool RevokeIssued => OneOf("revoke_issued", "false", "true", "false") == "true";

    /// <summary>Only objects that no service has used for this many days; null without this filter.</summary>
    public int? UnusedDays => query["unused_days"].Count == 0 ? null : Number("unused_days", 1, Unused.MaxDays, otherwise: 1);

    public string? Search => Text("search");

    /// <summary>The exact name.</summary>
    public string? Name => Text("name");

    /// <inheritdoc cref="Name"/>
    public string? Email => Text("email");

    /// <inheritdoc cref="Name"/>
    public string? Alias => Text("alias");

    public string? Scope => Text("scope");

    /// <summary>True for invitations only, false for members only; null for both.</summary>
    public bool? Invited => Text("status") is null ? null : OneOf("status", "accepted", "accepted", "pending") == "pending";

    /// <summary>One of the names, mapped to the values they represent.</summary>
    public T Order<T>(T otherwise, params ReadOnlySpan<(string Name, T Order)> orders)
    {
        if (Text("order") is not { } text)
        {
            return otherwise;
        }
        foreach (var (name, order) in orders)
        {
            if (name == text)
            {
                return order;
            }
        }
        List<string> names = [];
        foreach (var (name, _) in orders)
        {
            names.Add(name);
        }
        Wrong("order", $"must be one of {string.Join(", ", names)}");
        return otherwise;
    }

    /// <summary>A repeated parameter: any of them.</summary>
    public Scopes Scopes()
    {
        var scopes = Access.Scopes.None;
        foreach (var name in query["scopes"].Concat(query["scopes[]"]))
        {
            if (ScopeNames.Find(name) is { } scope)
            {
                scopes |= scope;
            }
            else
            {
                Wrong("scopes", $"must be of {string.Join(", ", ScopeNames.All.Select(s => s.WireName))}");
            }
        }
        return scopes;
    }

    private int Number(string name, int min, int max, int otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }
        Wrong(name, $"must be a whole number from {min} to {max}");
        return otherwise;
    }

    private string OneOf(string name, string otherwise, params ReadOnlySpan<string> values)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }
        if (values.Contains(text))
        {
            return text;
        }
        Wrong(name, $"must be one of {string.Join(", ", values!)}");
        return otherwise;
    }

    /// <summary>The value of a parameter that is given at most once; null when it is missing.</summary>
    public string? Text(string name)
    {
        var given = query[name];
        if (given.Count > 1)
        {
            Wrong(name, "must be given once");
        }
        return given.Count == 0 ? null : given[0];
    }

    private void Wrong(string name, string rule)
    {
        if (!problems.Exists(p => p.Field == name))
        {
            problems.Add(Problem.Invalid(ProblemMapping.BadQuery, $"{name} {rule}.", name));
        }
    }
}
