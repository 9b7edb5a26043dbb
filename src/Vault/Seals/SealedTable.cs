using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Seals;

/// <summary>A table on whose rows a decision or a value rests. Each row has a seal: a MAC over these columns, with a key from outside the
/// database, so that a row which another program wrote or changed is found.</summary>
/// <param name="Name">The table's name in the database, which the seal covers: a row can't be moved to another table.</param>
/// <param name="KeyColumns">The number of columns, from the first, that identify the row.</param>
/// <param name="Columns">The sealed columns, in the order in which the seal covers them. A seal is valid only with exactly these: changing
/// the list needs new seals for the stored rows.</param>
internal sealed record SealedTable(string Name, int KeyColumns, params string[] Columns)
{
    /// <summary>Whether databases exist whose other tables were sealed before this one.</summary>
    public bool CameLater { get; private init; }

    /// <summary>The column of the seal.</summary>
    public const string Seal = "Seal";

    public static SealedTable Members { get; } =
        new(
            "Members",
            1,
            nameof(Member.Id),
            nameof(Member.Email),
            nameof(Member.NormalizedEmail),
            nameof(Member.PasswordHash),
            nameof(Member.SecurityStamp),
            nameof(Member.Disabled)
        );

    public static SealedTable Sessions { get; } =
        new(
            "Sessions",
            1,
            nameof(MemberSession.Id),
            nameof(MemberSession.MemberId),
            nameof(MemberSession.Stamp),
            nameof(MemberSession.Created)
        );

    public static SealedTable MemberRoles { get; } = new("MemberRoles", 2, "UserId", "RoleId");

    public static SealedTable StoreGrants { get; } =
        new("StoreGrants", 2, nameof(StoreGrant.MemberId), nameof(StoreGrant.StoreId), nameof(StoreGrant.Roles));

    public static SealedTable Invitations { get; } =
        new(
            "Invitations",
            1,
            nameof(Invitation.Id),
            nameof(Invitation.Purpose),
            nameof(Invitation.Email),
            nameof(Invitation.NormalizedEmail),
            nameof(Invitation.MemberId),
            nameof(Invitation.Roles),
            nameof(Invitation.StoreRoles),
            nameof(Invitation.TokenHash),
            nameof(Invitation.InviterId),
            nameof(Invitation.Expires)
        );

    public static SealedTable ApiTokens { get; } =
        new(
            "ApiTokens",
            1,
            nameof(ApiToken.Id),
            nameof(ApiToken.Name),
            nameof(ApiToken.OwnerId),
            nameof(ApiToken.Level),
            nameof(ApiToken.Administer),
            nameof(ApiToken.LimitedToStores),
            nameof(ApiToken.NotBefore),
            nameof(ApiToken.Expires),
            nameof(ApiToken.Allowed),
            nameof(ApiToken.Denied),
            nameof(ApiToken.Disabled),
            nameof(ApiToken.Hash),
            nameof(ApiToken.IssuerId),
            nameof(ApiToken.MayIssueLonger)
        );

    public static SealedTable ApiTokenStores { get; } =
        new("ApiTokenStores", 2, nameof(ApiTokenStore.TokenId), nameof(ApiTokenStore.StoreId));

    public static SealedTable ServiceCredentials { get; } =
        new(
            "ServiceCredentials",
            1,
            nameof(ServiceCredential.Id),
            nameof(ServiceCredential.ServiceId),
            nameof(ServiceCredential.StoreId),
            nameof(ServiceCredential.Name),
            nameof(ServiceCredential.Expires),
            nameof(ServiceCredential.Allowed),
            nameof(ServiceCredential.Denied),
            nameof(ServiceCredential.Hash),
            nameof(ServiceCredential.PreviousHash),
            nameof(ServiceCredential.PreviousUntil),
            nameof(ServiceCredential.IssuerId)
        );

    public static SealedTable WorkloadIdentities { get; } =
        new(
            "WorkloadIdentities",
            1,
            nameof(WorkloadIdentity.Id),
            nameof(WorkloadIdentity.ServiceId),
            nameof(WorkloadIdentity.StoreId),
            nameof(WorkloadIdentity.Issuer),
            nameof(WorkloadIdentity.Subject),
            nameof(WorkloadIdentity.Audience)
        );

    public static SealedTable Services { get; } =
        new("Services", 1, nameof(Service.Id), nameof(Service.StoreId), nameof(Service.Kind), nameof(Service.Name));

    public static SealedTable Bindings { get; } =
        new(
            "Bindings",
            2,
            nameof(Binding.ServiceId),
            nameof(Binding.Name),
            nameof(Binding.SecretId),
            nameof(Binding.SecretName),
            nameof(Binding.StoreId)
        );

    public static SealedTable ProviderConfigs { get; } =
        new(
            "ProviderConfigs",
            1,
            nameof(ProviderConfig.Id),
            nameof(ProviderConfig.ServiceId),
            nameof(ProviderConfig.BindingName),
            nameof(ProviderConfig.StoreId),
            nameof(ProviderConfig.Provider),
            nameof(ProviderConfig.Alias),
            nameof(ProviderConfig.IsDefault),
            nameof(ProviderConfig.RequestsPerMinute)
        );

    public static SealedTable Secrets { get; } =
        new(
            "Secrets",
            1,
            nameof(Secret.Id),
            nameof(Secret.StoreId),
            nameof(Secret.Name),
            nameof(Secret.Scopes),
            nameof(Secret.Status),
            nameof(Secret.VersionId),
            nameof(Secret.VersionNumber)
        );

    public static SealedTable DataProtectionKeys { get; } =
        new("DataProtectionKeys", 1, nameof(DataProtectionKey.FriendlyName), nameof(DataProtectionKey.Xml)) { CameLater = true };

    public static IReadOnlyList<SealedTable> All { get; } =
    [
        Members,
        Sessions,
        MemberRoles,
        StoreGrants,
        Invitations,
        ApiTokens,
        ApiTokenStores,
        ServiceCredentials,
        WorkloadIdentities,
        Services,
        Bindings,
        ProviderConfigs,
        Secrets,
        DataProtectionKeys,
    ];

    /// <summary>Null if the table's rows have no seal.</summary>
    public static SealedTable? Find(string? name) => All.FirstOrDefault(t => t.Name == name);

    /// <summary>How the key file records that the rows of an account in this table were sealed.</summary>
    public string MarkOf(string accountId) => CameLater ? $"{accountId}/{Name}" : accountId;

    /// <summary>The number of columns of <see cref="Select"/>.</summary>
    public int Width => Columns.Length + 1;

    /// <summary>The sealed columns and then the seal, for the select list of a statement.</summary>
    /// <param name="alias">The table's name in the statement.</param>
    public string Select(string alias) => string.Join(", ", Columns.Append(Seal).Select(c => $"{alias}.\"{c}\""));
}
