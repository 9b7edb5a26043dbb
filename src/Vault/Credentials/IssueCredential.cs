using System.Net;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>The input for a new credential.</summary>
/// <param name="Name">1 to 100 printable characters; surrounding spaces are removed. Names need not be unique.</param>
/// <param name="Expires">Omitted: 90 days from now, or the expiry of the issuing token if that is earlier. A later expiry than the token's
/// is allowed only if the token may issue longer-lived credentials.</param>
/// <param name="AllowedFrom">Networks (10.0.0.0/8, 2001:db8::/32) or addresses; null or empty: from everywhere. At most 50.</param>
/// <param name="DeniedFrom">The same format; a denied address is refused even if it is also allowed.</param>
public sealed record CredentialInput(
    string? Name,
    Expiry Expires = default,
    IReadOnlyList<string>? AllowedFrom = null,
    IReadOnlyList<string>? DeniedFrom = null
);

/// <summary>Issues a credential of a service. A client with its value can read all values that the service is bound to.</summary>
public sealed record IssueCredential(ServiceId Service, CredentialInput Input) : Change<NewCredential>
{
    /// <summary>The maximum number of credentials of a service.</summary>
    public const int MaxCredentials = 100;

    private const string Noun = "credential";

    internal override Demand Demand => new(Act.IssueCredential, TargetReference.To(Service));

    internal override async Task<Result<NewCredential>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About("Service", service.Id, service.Name, service.StoreId);
        if (await context.Db.ServiceCredentials.CountAsync(c => c.ServiceId == service.Id, cancel) >= MaxCredentials)
        {
            return Problem.Limit(
                "maximum_credentials_exceeded",
                $"{service.Name} has {MaxCredentials} credentials, which is the limit. Revoke one first."
            ) with
            {
                Subject = $"max {MaxCredentials}",
            };
        }
        var (bounds, usual) = (await IssuerBounds.OfAsync(context, cancel), context.Now + context.Tools.Limits.TokenLife);
        var (name, expires) = (
            (Input.Name ?? "").Trim(),
            CredentialEnd.Of(context, Input.Expires, bounds is { MayIssueLonger: true } ? usual : IssuerBounds.Earlier(bounds, usual))
        );
        var (allowed, denied) = (TokenDraft.Networks(Input.AllowedFrom), TokenDraft.Networks(Input.DeniedFrom));
        var problems = Check(context, name, bounds, expires, allowed, denied);
        return problems.Count > 0 ? problems : Make(context, service, name, expires, allowed, denied);
    }

    private List<Problem> Check(
        OperationContext context,
        string name,
        IssuerBounds? bounds,
        DateTimeOffset? expires,
        List<IPNetwork> allowed,
        List<IPNetwork> denied
    )
    {
        Problem?[] found =
        [
            TokenDraft.CheckName(name, Noun),
            CredentialEnd.Check(context, expires) ?? bounds?.CheckCredential(expires),
            TokenDraft.CheckAddresses(Input.AllowedFrom, allowed, nameof(Input.AllowedFrom), Noun),
            TokenDraft.CheckAddresses(Input.DeniedFrom, denied, nameof(Input.DeniedFrom), Noun),
        ];
        return [.. found.OfType<Problem>()];
    }

    private static NewCredential Make(
        OperationContext context,
        Storage.Service service,
        string name,
        DateTimeOffset? expires,
        List<IPNetwork> allowed,
        List<IPNetwork> denied
    )
    {
        var id = NewId.At(context.Now);
        var (text, hash) = TokenText.New(TokenText.ServiceCredential, id);
        var credential = new ServiceCredential
        {
            Id = id,
            ServiceId = service.Id,
            StoreId = service.StoreId,
            Name = name,
            Expires = expires,
            Allowed = AddressRules.Format(allowed),
            Denied = AddressRules.Format(denied),
            Created = context.Now,
            Modified = context.Now,
            Hash = context.Tools.Seals.HashOf(hash),
            IssuerId = Issued.By(context),
        };
        context.Db.Add(credential);
        context.Note.RelatedTo(id).Add("credential", name).Add("expires", CredentialEnd.Write(expires));
        return new NewCredential(CredentialDetail.Of(credential, context.Now), text);
    }
}
