using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Worlds;

/// <summary>Who and what lives in a world. Members and services come as rows, quickly; stores and secrets through the gate, so that they are sealed and audited.</summary>
internal static class Inhabitants
{
    /// <summary>A signed-in member whose password is <see cref="World.Password"/>.</summary>
    public static async Task<Person> MemberAsync(this World world, Roles roles, params (StoreId Store, Roles Roles)[] grants)
    {
        await using var db = world.OpenDb();
        var hash = await db.Users.Where(m => m.Email == Template.BossEmail).Select(m => m.PasswordHash).SingleAsync();
        var member = NewMember.Make($"member-{Guid.NewGuid():N}@example.com", hash!, world.Now);
        db.Add(member);
        foreach (var role in RoleNames.All.Where(r => roles.HasFlag(r.Role)))
        {
            db.Add(new IdentityUserRole<string> { UserId = member.Id, RoleId = RoleIds.Of(role.Role) });
        }
        foreach (var grant in grants)
        {
            db.Add(new StoreGrant { MemberId = member.Id, StoreId = grant.Store.Value, Roles = grant.Roles });
        }
        await db.SaveChangesAsync();
        return await world.SignedInAsync(member);
    }

    public static Task<StoreId> StoreAsync(this World world, string name = "store") => world.DoAsync(world.Boss, new CreateStore(name));

    public static async Task<SecretId> SecretAsync(this World world, StoreId store, string name, Scopes scopes = Scopes.Workers, string value = "a value", string? comment = null) =>
        (await world.DoAsync(world.Boss, new CreateSecrets(store, [New(name, scopes, value, comment)])))[0];

    public static NewSecret New(string name, Scopes scopes = Scopes.Workers, string value = "a value", string? comment = null) =>
        new(name, Plaintext.TryFrom(value), scopes, comment);

    /// <summary>A service, of the account when no store is named.</summary>
    public static async Task<ServiceId> ServiceAsync(this World world, Scopes kind, StoreId? store = null, string? name = null)
    {
        await using var db = world.OpenDb();
        var service = new Service
        {
            Id = Guid.NewGuid().ToString("N"),
            StoreId = store?.Value,
            Name = name ?? $"service-{Guid.NewGuid():N}",
            Kind = kind,
            Created = world.Now,
            Modified = world.Now,
        };
        db.Add(service);
        await db.SaveChangesAsync();
        return new ServiceId(service.Id);
    }

    /// <summary>A binding as a row, whatever the checks would say of it.</summary>
    public static async Task BindingAsync(this World world, ServiceId service, SecretId secret, string variable)
    {
        await using var db = world.OpenDb();
        var bound = await db.Secrets.SingleAsync(s => s.Id == secret.Value);
        db.Add(new Binding { ServiceId = service.Value, Name = variable, SecretId = bound.Id, SecretName = bound.Name, StoreId = bound.StoreId, Created = world.Now });
        await db.SaveChangesAsync();
    }
}
