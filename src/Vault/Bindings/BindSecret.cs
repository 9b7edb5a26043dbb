using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Bindings;

/// <summary>Binds a secret to a service under a variable name. Both checks apply: the right to bind, and the secret's scopes holding the service's kind.</summary>
/// <param name="Variable">A letter or _ first, then letters, digits and _; unique in the service.</param>
public sealed record BindSecret(ServiceId Service, SecretId Secret, string? Variable) : Change<Unit>
{
    /// <summary>The most bindings that one service has.</summary>
    public const int Most = 1_000;

    internal override Demand Demand => new(Act.Bind, Aim.At(Service, Secret));

    internal override async Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel)
    {
        var service = await session.Db.Services.FirstAsync(s => s.Id == Service.Value, cancel);
        session.Note.About("Service", service.Id, service.Name, service.StoreId);
        var secret = await session.Db.Secrets.FirstOrDefaultAsync(s => s.Id == Secret.Value && s.Status != SecretStatus.Deleted, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound with { Field = nameof(Secret) };
        }
        session.Note.Say("secret", secret.Name);
        if ((Names.CheckVariable(Variable, nameof(Variable)) ?? await InTheWayAsync(session, service, cancel)) is { } problem)
        {
            return problem;
        }
        session.Db.Add(new Binding
        {
            ServiceId = service.Id,
            Name = Variable!,
            SecretId = secret.Id,
            SecretName = secret.Name,
            StoreId = secret.StoreId,
            Created = session.Now,
        });
        service.Modified = session.Now;
        session.Note.Say("variable", Variable!);
        return Unit.Value;
    }

    private async Task<Problem?> InTheWayAsync(Session session, Service service, CancellationToken cancel)
    {
        var taken = await session.Db.Bindings.FirstOrDefaultAsync(b => b.ServiceId == service.Id && b.Name == Variable, cancel);
        if (taken is not null)
        {
            return new("binding_name_already_exists",
                $"{service.Name} has a binding named {Variable} already, to {taken.SecretName}. Unbind that first, or choose another variable name.", nameof(Variable));
        }
        return await session.Db.Bindings.CountAsync(b => b.ServiceId == service.Id, cancel) < Most ? null
            : new("maximum_bindings_exceeded", $"{service.Name} has {Most:N0} bindings, which is the limit. Unbind one first.");
    }
}
