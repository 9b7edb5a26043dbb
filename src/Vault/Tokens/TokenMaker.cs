using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Creates tokens for the dashboard, the API and the console.</summary>
internal static class TokenMaker
{
    public static NewToken Make(OperationContext context, TokenDraft draft, MemberId? owner, string? ownerEmail)
    {
        var id = NewId.At(context.Now);
        var (text, hash) = TokenText.New(TokenText.ApiToken, id);
        var token = new ApiToken
        {
            Id = id,
            Name = draft.Name,
            OwnerId = owner?.Value,
            Level = draft.Level,
            Administer = draft.Administer,
            LimitedToStores = draft.Stores is not null,
            NotBefore = draft.NotBefore,
            Expires = draft.Expires,
            Allowed = AddressRules.Format(draft.Allowed),
            Denied = AddressRules.Format(draft.Denied),
            Created = context.Now,
            Modified = context.Now,
            Hash = context.Tools.Seals.HashOf(hash),
            IssuerId = Issued.By(context),
            MayIssueLonger = draft.MayIssueLonger,
        };
        context.Db.Add(token);
        context.Db.AddRange((draft.Stores ?? []).Select(s => new ApiTokenStore { TokenId = id, StoreId = s.Id.Value }));
        TokenNote.Write(context, token, draft.Stores);
        context.Note.Add("issued", true);
        return new NewToken(TokenDetail.Of(token, ownerEmail, ownerDisabled: false, draft.Stores ?? [], context.Now), text);
    }
}

/// <summary>Adds a token's permission to the audit row, in the terms of the decision table.</summary>
internal static class TokenNote
{
    public static void Write(OperationContext context, ApiToken token, IReadOnlyList<TokenStore>? stores, bool couldIssueLonger = false)
    {
        context
            .Note.About("Token", token.Id, token.Name)
            .Add("permission", Permission(token))
            .Add("stores", stores is null ? "all" : string.Join(", ", stores.Select(s => s.Id.Value)))
            .Add("expires", Write(token.Expires))
            .Add("owner", token.OwnerId ?? "account");
        if (token.MayIssueLonger || couldIssueLonger)
        {
            context.Note.Add("may_issue_longer", token.MayIssueLonger);
        }
    }

    public static string Write(DateTimeOffset? end) =>
        end?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "never";

    private static string Permission(ApiToken token) =>
        string.Join(" and ", new[] { token.Level?.ToString(), token.Administer ? "Administer" : null }.OfType<string>());
}
