using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Replaces a Worker's bindings with those of an upload: named ones are created or changed to their secret, inherited and kept
/// ones stay, the others are removed.</summary>
/// <param name="before">The bindings of the newest deployment.</param>
internal sealed class WantedBindings(OperationContext context, Service service, WorkerUpload upload, IReadOnlyList<DeployedBinding> before)
{
    private readonly List<string> _bound = [],
        _kept = [];
    private Dictionary<string, Binding> _existing = [];
    private Dictionary<(string Store, string Name), Secret> _secrets = [];

    /// <summary>The bindings of the new deployment, in the order of the upload; kept ones come last.</summary>
    public List<DeployedBinding> Result { get; } = [];

    public async Task<Problem?> MakeAsync(CancellationToken cancel)
    {
        _existing = await context.Db.Bindings.Where(b => b.ServiceId == service.Id).ToDictionaryAsync(b => b.Name, cancel);
        _secrets = await SecretsAsync(cancel);
        // Inherited bindings are read before any binding is changed, because two names may swap their secrets.
        var sources = _existing.ToDictionary(b => b.Key, b => new Source(b.Value.SecretId, b.Value.SecretName, b.Value.StoreId));
        foreach (var binding in upload.Bindings)
        {
            if (SetBinding(binding, sources) is { } problem)
            {
                return problem;
            }
        }
        KeepBindings();
        if (Result.Count > BindSecret.MaxBindings)
        {
            return UploadProblems.TooManyBindings;
        }
        RemoveOtherBindings();
        VariableCase.Warn(context, service.Name, Result.Where(b => b.IsSecret).Select(b => b.Name));
        return null;
    }

    private Problem? SetBinding(UploadedBinding binding, Dictionary<string, Source> sources)
    {
        var from = binding.OldName ?? binding.Name!;
        if (binding.IsSecret)
        {
            return _secrets.TryGetValue((binding.Store.Value, binding.SecretName!), out var secret)
                ? Bind(binding.Name!, new Source(secret.Id, secret.Name, secret.StoreId))
                : SecretProblems.NotFound;
        }
        if (!binding.IsInherited)
        {
            Result.Add(new DeployedBinding(binding.Name!, binding.Type!));
            return null;
        }
        if (sources.TryGetValue(from, out var source))
        {
            return Names.CheckVariable(binding.Name, "Name") is null
                ? Bind(binding.Name!, source)
                : UploadProblems.NotInherited(binding.Name!);
        }
        if (before.FirstOrDefault(b => b.Name == from && !b.IsSecret) is not { } other)
        {
            return UploadProblems.NotInherited(binding.Name!);
        }
        Result.Add(other with { Name = binding.Name! });
        return null;
    }

    private Problem? Bind(string variable, Source secret)
    {
        Result.Add(new DeployedBinding(variable, UploadedBinding.Secret, new StoreId(secret.Store), secret.Name));
        if (!_existing.TryGetValue(variable, out var binding))
        {
            context.Db.Add(
                new Binding
                {
                    ServiceId = service.Id,
                    Name = variable,
                    SecretId = secret.Id,
                    SecretName = secret.Name,
                    StoreId = secret.Store,
                    Created = context.Now,
                }
            );
            NoteBound(variable, secret);
        }
        else if (binding.SecretId != secret.Id)
        {
            (binding.SecretId, binding.SecretName, binding.StoreId, binding.Created) = (secret.Id, secret.Name, secret.Store, context.Now);
            NoteBound(variable, secret);
        }
        else
        {
            _kept.Add(variable);
        }
        return null;
    }

    // Besides the service's activity, a row can be in the activity of one secret: the first newly bound one.
    private void NoteBound(string variable, Source secret)
    {
        if (_bound.Count == 0)
        {
            context.Note.RelatedTo(secret.Id);
        }
        _bound.Add(variable);
    }

    private void KeepBindings()
    {
        var taken = Result.Select(b => b.Name).ToHashSet(StringComparer.Ordinal);
        if (upload.KeptTypes.Contains(UploadedBinding.Secret))
        {
            foreach (var binding in _existing.Values.Where(b => taken.Add(b.Name)).OrderBy(b => b.Name, StringComparer.Ordinal))
            {
                Bind(binding.Name, new Source(binding.SecretId, binding.SecretName, binding.StoreId));
            }
        }
        Result.AddRange(before.Where(b => !b.IsSecret && upload.KeptTypes.Contains(b.Type) && taken.Add(b.Name)));
    }

    private void RemoveOtherBindings()
    {
        var remaining = Result.Where(b => b.IsSecret).Select(b => b.Name).ToHashSet(StringComparer.Ordinal);
        var removed = _existing.Values.Where(b => !remaining.Contains(b.Name)).OrderBy(b => b.Name, StringComparer.Ordinal).ToList();
        removed.ForEach(context.Remove);
        context
            .Note.Add("bound", UploadFacts.List(_bound))
            .Add("kept", UploadFacts.List(_kept))
            .Add("unbound", UploadFacts.List(removed.Select(b => b.Name)));
    }

    private async Task<Dictionary<(string, string), Secret>> SecretsAsync(CancellationToken cancel)
    {
        var found = new Dictionary<(string, string), Secret>();
        foreach (var store in upload.Bindings.Where(b => b.IsSecret).GroupBy(b => b.Store.Value))
        {
            var names = store.Select(b => b.SecretName!).Distinct().ToList();
            foreach (
                var secret in await context
                    .Db.LiveSecrets.AsNoTracking()
                    .Where(s => s.StoreId == store.Key && names.Contains(s.Name))
                    .ToListAsync(cancel)
            )
            {
                found[(secret.StoreId, secret.Name)] = secret;
            }
        }
        return found;
    }

    private sealed record Source(string Id, string Name, string Store);
}
