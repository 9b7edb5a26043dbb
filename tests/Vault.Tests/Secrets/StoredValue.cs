using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Tests.Secrets;

/// <summary>Decrypts the value that is stored in the database: the only place where a test does so.</summary>
internal static class StoredValue
{
    public static async Task<string> OfAsync(VaultHost host, SecretId id, int? version = null)
    {
        await using var db = host.OpenDb();
        var secret = await db.Secrets.SingleAsync(s => s.Id == id.Value);
        var row = version is null
            ? await db.SecretVersions.SingleAsync(v => v.Id == secret.VersionId)
            : await db.SecretVersions.SingleAsync(v => v.SecretId == secret.Id && v.Number == version);
        var context = new EnvelopeContext(host.Vault.AccountId, row.StoreId, row.SecretId, row.Id);
        using var value = host.Vault.Tools.Envelope.Decrypt(new EncryptedValue(row.KeyId, row.WrappedKey, row.Ciphertext), context);
        return value.Reveal();
    }
}
