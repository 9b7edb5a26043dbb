using System.Linq.Expressions;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>A secret as programs see it: never its value. Times are UTC.</summary>
public sealed record SecretMetadata(SecretId Id, StoreId Store, string Name, string Comment, Scopes Scopes, SecretStatus Status, DateTimeOffset Created, DateTimeOffset Modified)
{
    internal static Expression<Func<Secret, SecretMetadata>> Of { get; } = s =>
        new SecretMetadata(new SecretId(s.Id), new StoreId(s.StoreId), s.Name, s.Comment, s.Scopes, s.Status, s.Created, s.Modified);

    internal static SecretMetadata From(Secret s) => new(new SecretId(s.Id), new StoreId(s.StoreId), s.Name, s.Comment, s.Scopes, s.Status, s.Created, s.Modified);
}
