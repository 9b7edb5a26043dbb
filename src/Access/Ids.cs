namespace SecretsDashboard.Access;

/// <summary>A store's id: 32 lower-case hex characters. The default value resolves to nothing, and nothing is a refusal.</summary>
public readonly record struct StoreId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A secret's id: 32 lower-case hex characters.</summary>
public readonly record struct SecretId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A service's id: 32 lower-case hex characters.</summary>
public readonly record struct ServiceId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A member's id: 32 lower-case hex characters.</summary>
public readonly record struct MemberId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>An invitation's id: 32 lower-case hex characters (the link's token is something else and is never stored).</summary>
public readonly record struct InvitationId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>An API token's id: 32 lower-case hex characters. It is no secret: the token's text holds it beside its random part.</summary>
public readonly record struct TokenId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A service credential's id: 32 lower-case hex characters. It is no secret:
/// the credential's text holds it beside its random part.</summary>
public readonly record struct CredentialId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>Of a key that a gateway uses for a provider: 32 lower-case hex characters.</summary>
public readonly record struct ProviderConfigId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>The id of a workload's mapping to a service: 32 lower-case hex characters.</summary>
public readonly record struct WorkloadIdentityId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>A signed-in session's id: 32 lower-case hex characters.</summary>
public readonly record struct SessionId(string Value)
{
    public override string ToString() => Value ?? "";
}
