using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Bindings;

/// <summary>The common part of binding by id and binding by name.</summary>
internal static class Binder
{
    /// <param name="secret">Null if it no longer exists.</param>
    /// <param name="field">The input field that a problem with the variable's name belongs to.</param>
    public static async Task<(Binding? Made, Problem? Problem)> BindAsync(
        OperationContext context,
        ServiceId id,
        Secret? secret,
        string? variable,
        string field,
        CancellationToken cancel
    )
    {
        var service = await context.Db.Services.FirstAsync(s => s.Id == id.Value, cancel);
        context.Note.About("Service", service.Id, service.Name, service.StoreId);
        if (secret is null)
        {
            return (null, SecretProblems.NotFound with { Field = "Secret" });
        }
        context.Note.RelatedTo(secret.Id).Add("secret", secret.Name);
        if (service.Kind == Scopes.AiGateway)
        {
            return (
                null,
                Problem.Invalid(
                    "gateway_needs_provider",
                    $"{service.Name} is an AI gateway. It uses secrets as provider keys and has no variables. "
                        + "Associate the secret with a provider instead.",
                    "Service"
                )
            );
        }
        if ((Names.CheckVariable(variable, field) ?? await FindConflictAsync(context, service, variable, field, cancel)) is { } problem)
        {
            return (null, problem);
        }
        var made = new Binding
        {
            ServiceId = service.Id,
            Name = variable!,
            SecretId = secret.Id,
            SecretName = secret.Name,
            StoreId = secret.StoreId,
            Created = context.Now,
        };
        context.Db.Add(made);
        service.Modified = context.Now;
        context.Note.Add("variable", variable!);
        await WarnOfCaseAsync(context, service, variable!, cancel);
        return (made, null);
    }

    // Variable names are ASCII, so SQLite's upper case is enough.
    private static async Task WarnOfCaseAsync(OperationContext context, Service service, string variable, CancellationToken cancel)
    {
        var upper = variable.ToUpperInvariant();
        var similarNames = await context
            .Db.Bindings.Where(b => b.ServiceId == service.Id && b.Name.ToUpper() == upper)
            .Select(b => b.Name)
            .ToListAsync(cancel);
        VariableCase.Warn(context, service.Name, [.. similarNames, variable]);
    }

    private static async Task<Problem?> FindConflictAsync(
        OperationContext context,
        Service service,
        string? variable,
        string field,
        CancellationToken cancel
    )
    {
        var taken = await context.Db.Bindings.FirstOrDefaultAsync(b => b.ServiceId == service.Id && b.Name == variable, cancel);
        if (taken is not null)
        {
            return Problem.Duplicate(
                "binding_name_already_exists",
                $"{service.Name} already has a binding named {variable}, to {taken.SecretName}. "
                    + "Unbind it first, or choose another variable name.",
                field
            ) with
            {
                Subject = variable,
            };
        }
        return await context.Db.Bindings.CountAsync(b => b.ServiceId == service.Id, cancel) < BindSecret.MaxBindings
            ? null
            : Problem.Limit(
                "maximum_bindings_exceeded",
                $"{service.Name} has {BindSecret.MaxBindings:N0} bindings, which is the limit. Unbind one first."
            ) with
            {
                Subject = $"max {BindSecret.MaxBindings}",
            };
    }
}
