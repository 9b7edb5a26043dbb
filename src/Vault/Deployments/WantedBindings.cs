using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Replaces a Worker's bindings with those of an upload: named ones are created or changed to their secret, inherited and kept
/// ones stay, the others are removed.</summary>
/// <remarks>The secrets are those that the upload's decision was about (<see cref="ResolvedIds.Uses"/>). None is looked up here, so that no
/// secret can be bound that was not checked.</remarks>
/// <param name="before">The bindings of the newest deployment.</param>
internal sealed class WantedBindings(OperationContext context, Service service, WorkerUpload upload, IReadOnlyList<DeployedBinding> before)
{
    private readonly List<string> _bound = [],
        _kept = [];
    private Dictionary<string, Binding> _existing = [];
    private readonly Dictionary<string, ResolvedUse> _uses = context.Resolved.Uses!.ToDictionary(u => u.Use.Variable);

    /// <summary>The bindings of the new deployment, in the order of the upload; kept ones come last.</summary>
    public List<DeployedBinding> Result { get; } = [];

    public async Task<Problem?> MakeAsync(CancellationToken cancel)
    {
        _existing = await context.Db.Bindings.Where(b => b.ServiceId == service.Id).ToDictionaryAsync(b => b.Name, cancel);
        foreach (var binding in upload.Bindings)
        {
            if (SetBinding(binding) is { } problem)
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

    private Problem? SetBinding(UploadedBinding binding)
    {
        var secret = _uses.GetValueOrDefault(binding.Name!)?.Secret;
        if (binding.IsSecret)
        {
            return secret is null ? SecretProblems.NotFound : Bind(binding.Name!, secret);
        }
        if (!binding.IsInherited)
        {
            Result.Add(new DeployedBinding(binding.Name!, binding.Type!));
            return null;
        }
        if (secret is not null)
        {
            return Names.CheckVariable(binding.Name, "Name") is null
                ? Bind(binding.Name!, secret)
                : UploadProblems.NotInherited(binding.Name!);
        }
        var from = binding.OldName ?? binding.Name!;
        if (before.FirstOrDefault(b => b.Name == from && !b.IsSecret) is not { } other)
        {
            return UploadProblems.NotInherited(binding.Name!);
        }
        Result.Add(other with { Name = binding.Name! });
        return null;
    }

    private Problem? Bind(string variable, TargetSecret secret)
    {
        Result.Add(new DeployedBinding(variable, UploadedBinding.Secret, new StoreId(secret.StoreId), secret.Name));
        if (!_existing.TryGetValue(variable, out var binding))
        {
            context.Db.Add(
                new Binding
                {
                    ServiceId = service.Id,
                    Name = variable,
                    SecretId = secret.Id,
                    SecretName = secret.Name,
                    StoreId = secret.StoreId,
                    Created = context.Now,
                }
            );
            NoteBound(variable, secret);
        }
        else if (binding.SecretId != secret.Id)
        {
            (binding.SecretId, binding.SecretName, binding.StoreId, binding.Created) = (
                secret.Id,
                secret.Name,
                secret.StoreId,
                context.Now
            );
            NoteBound(variable, secret);
        }
        else
        {
            _kept.Add(variable);
        }
        return null;
    }

    // Besides the service's activity, a row can be in the activity of one secret: the first newly bound one.
    private void NoteBound(string variable, TargetSecret secret)
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
        foreach (var use in context.Resolved.Uses!.Where(u => u.IsKept && taken.Add(u.Use.Variable)))
        {
            Bind(use.Use.Variable, use.Secret!);
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
}
