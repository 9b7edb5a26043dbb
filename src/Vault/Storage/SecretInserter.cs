using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Inserts secrets with the writer's own statements: programs create secrets in bulk, where a database context would cost more
/// than everything else. It is limited to the permit's reach.</summary>
internal sealed class SecretInserter(Permit permit, WriteTransaction transaction)
{
    /// <summary>Whether a secret with this name exists that is not deleted.</summary>
    public bool Contains(StoreId store, string name)
    {
        Reach(store);
        return transaction.Statements.Scalar(
            $"""SELECT 1 FROM "Secrets" WHERE "StoreId" = $store AND "Name" = $name AND {LiveSecret.Sql}""",
            ("$store", store.Value),
            ("$name", name)
        )
            is not null;
    }

    public void Add(Secret secret, SecretVersion version)
    {
        Reach(new StoreId(secret.StoreId));
        Reach(new StoreId(version.StoreId));
        transaction.Statements.Run(
            """
            INSERT INTO "Secrets" ("Id", "StoreId", "Name", "Comment", "Owner", "Scopes", "Status", "Created", "Modified",
                "Revision", "VersionId", "VersionNumber", "SearchText", "Seal")
            VALUES ($id, $store, $name, $comment, $owner, $scopes, $status, $created, $modified, $revision, $version, $number, $search,
                $seal)
            """,
            ("$id", secret.Id),
            ("$store", secret.StoreId),
            ("$name", secret.Name),
            ("$comment", secret.Comment),
            ("$owner", secret.Owner),
            ("$scopes", (long)secret.Scopes),
            ("$status", secret.Status.ToString()),
            ("$created", secret.Created.ToUnixTimeMilliseconds()),
            ("$modified", secret.Modified.ToUnixTimeMilliseconds()),
            ("$revision", (long)secret.Revision),
            ("$version", secret.VersionId),
            ("$number", (long)secret.VersionNumber),
            ("$search", secret.SearchText),
            ("$seal", SealOf(secret))
        );
        transaction.Statements.Run(
            """
            INSERT INTO "SecretVersions" ("Id", "SecretId", "StoreId", "Number", "Created", "KeyId", "WrappedKey", "Ciphertext")
            VALUES ($id, $secret, $store, $number, $created, $key, $wrapped, $ciphertext)
            """,
            ("$id", version.Id),
            ("$secret", version.SecretId),
            ("$store", version.StoreId),
            ("$number", (long)version.Number),
            ("$created", version.Created.ToUnixTimeMilliseconds()),
            ("$key", version.KeyId),
            ("$wrapped", version.WrappedKey),
            ("$ciphertext", version.Ciphertext)
        );
    }

    private byte[] SealOf(Secret secret) =>
        transaction.Statements.Seals.SealOf(
            SealedTable.Secrets,
            [secret.Id, secret.StoreId, secret.Name, secret.Scopes, secret.Status.ToString(), secret.VersionId, secret.VersionNumber]
        );

    private void Reach(StoreId store)
    {
        if (!permit.Reach.Contains(store))
        {
            throw new InvalidOperationException("A secret outside the permit's reach can't be put in or asked about.");
        }
    }
}
