using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>Sample members, services, stores and secrets. Members and services come as rows, quickly;
/// stores and secrets through the gate, so that they are sealed and audited.</summary>
internal static class VaultSampleData
{
    /// <summary>A signed-in member whose password is <see cref="VaultHost.Password"/>.</summary>
    public static async Task<Person> MemberAsync(this VaultHost host, Roles roles, params (StoreId Store, Roles Roles)[] grants)
    {
        await using var db = host.OpenDb();
        var hash = await db.Users.Where(m => m.Email == VaultTemplate.OwnerEmail).Select(m => m.PasswordHash).SingleAsync();
        var member = NewMember.Make($"member-{Guid.NewGuid():N}@example.com", hash!, host.Now);
        db.Add(member);
        foreach (var role in RoleNames.All.Where(r => roles.HasFlag(r.Role)))
        {
            db.Add(new IdentityUserRole<string> { UserId = member.Id, RoleId = RoleIds.Of(role.Role) });
        }
        foreach (var grant in grants)
        {
            db.Add(
                new StoreGrant
                {
                    MemberId = member.Id,
                    StoreId = grant.Store.Value,
                    Roles = grant.Roles,
                }
            );
        }
        await db.SaveChangesAsync();
        return await host.SignedInAsync(member);
    }

    public static Task<StoreId> StoreAsync(this VaultHost host, string name = "store") => host.DoAsync(host.Owner, new CreateStore(name));

    public static async Task<SecretId> SecretAsync(
        this VaultHost host,
        StoreId store,
        string name,
        Scopes scopes = Scopes.Workers,
        string value = "a value",
        string? comment = null
    ) => (await host.DoAsync(host.Owner, new CreateSecrets(store, [New(name, scopes, value, comment)])))[0];

    public static NewSecret New(string name, Scopes scopes = Scopes.Workers, string value = "a value", string? comment = null) =>
        new(name, Plaintext.TryFrom(value), scopes, new() { Comment = comment });

    /// <summary>A service, of the account when no store is named.</summary>
    public static async Task<ServiceId> ServiceAsync(this VaultHost host, Scopes kind, StoreId? store = null, string? name = null)
    {
        await using var db = host.OpenDb();
        var service = new Service
        {
            Id = Guid.NewGuid().ToString("N"),
            StoreId = store?.Value,
            Name = name ?? $"service-{Guid.NewGuid():N}",
            Kind = kind,
            Created = host.Now,
            Modified = host.Now,
        };
        db.Add(service);
        await db.SaveChangesAsync();
        return new ServiceId(service.Id);
    }

    /// <summary>A binding as a row, whatever the checks would say of it.</summary>
    public static async Task BindingAsync(this VaultHost host, ServiceId service, SecretId secret, string variable)
    {
        await using var db = host.OpenDb();
        var bound = await db.Secrets.SingleAsync(s => s.Id == secret.Value);
        db.Add(
            new Binding
            {
                ServiceId = service.Value,
                Name = variable,
                SecretId = bound.Id,
                SecretName = bound.Name,
                StoreId = bound.StoreId,
                Created = host.Now,
            }
        );
        await db.SaveChangesAsync();
    }
}
