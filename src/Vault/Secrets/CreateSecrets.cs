using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>Creates one or several secrets: all or none.</summary>
/// <param name="Secrets">1 to 100. With several, a problem's field is "Secrets[index].Name".</param>
public sealed record CreateSecrets(StoreId Store, IReadOnlyList<NewSecret> Secrets) : Change<IReadOnlyList<SecretId>>
{
    /// <summary>The maximum number of secrets of one request.</summary>
    public const int MaxSecrets = 100;

    internal override Demand Demand => new(Act.CreateSecret, TargetReference.To(Store));

    internal override bool RequiresDiskSpace => true;

    internal override async Task<Result<IReadOnlyList<SecretId>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Secret", null, null, Store.Value).Add("count", Secrets.Count);
        var problems = await CheckAsync(context, cancel);
        if (problems.Count > 0)
        {
            return problems;
        }
        var made = Secrets.Select(s => SecretMaker.Make(context, Store, s)).ToList();
        context.Note.About("Secret", made[0].Id, string.Join(", ", made.Select(s => s.Name)), Store.Value);
        return made.ConvertAll(s => new SecretId(s.Id));
    }

    private async Task<List<Problem>> CheckAsync(OperationContext context, CancellationToken cancel)
    {
        if (Secrets.Count is < 1 or > MaxSecrets)
        {
            return [Problem.Invalid("secrets_count", $"Create between 1 and {MaxSecrets} secrets at once.")];
        }
        var many = Secrets.Count > 1;
        var problems = Secrets.SelectMany((s, i) => SecretInput.Check(s, Prefix(i))).ToList();
        // An invalid name is neither looked up nor repeated in a problem: it
        // may be anything, even a value that was pasted into the wrong field.
        var taken = Secrets.Select(s => s.Name).Where(IsName).Where(name => context.Inserter.Contains(Store, name!)).ToHashSet();
        for (var i = 0; i < Secrets.Count; i++)
        {
            // A name that occurs twice in a request is a duplicate, like one that exists already.
            if (Secrets[i].Name is { } name && IsName(name) && !taken.Add(name))
            {
                problems.Add(SecretMaker.NameTaken(name, Prefix(i) + nameof(NewSecret.Name)));
            }
        }
        return problems.Count > 0 ? problems : await SecretMaker.QuotaAsync(context, Secrets.Count, cancel);

        static bool IsName(string? name) => Names.Check(name, "secret_name") is null;

        string Prefix(int index) => many ? $"Secrets[{index}]." : "";
    }
}
