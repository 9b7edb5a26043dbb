namespace SecretsDashboard.Access;

/// <summary>A store's id: 32 lowercase hex characters. The default value resolves to nothing, which is refused.</summary>
public readonly record struct StoreId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A secret's id: 32 lowercase hex characters.</summary>
public readonly record struct SecretId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A service's id: 32 lowercase hex characters.</summary>
public readonly record struct ServiceId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A member's id: 32 lowercase hex characters.</summary>
public readonly record struct MemberId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>An invitation's id: 32 lowercase hex characters (the token of the link is a different value and is never stored).</summary>
public readonly record struct InvitationId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>An API token's id: 32 lowercase hex characters. It is not secret: the token contains it next to its random part.</summary>
public readonly record struct TokenId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A service credential's id: 32 lowercase hex characters. It is not
/// secret: the credential contains it next to its random part.</summary>
public readonly record struct CredentialId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>The id of a key that a gateway uses for a provider: 32 lowercase hex characters.</summary>
public readonly record struct ProviderConfigId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>The id of a workload's mapping to a service: 32 lowercase hex characters.</summary>
public readonly record struct WorkloadIdentityId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A signed-in session's id: 32 lowercase hex characters.</summary>
public readonly record struct SessionId(string Value)
{
    public override string ToString() => Value ?? "";
}
