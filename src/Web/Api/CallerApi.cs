using SecretsDashboard.Access;
using SecretsDashboard.Vault.Facts;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>A token's information about itself: its status, its owner and its account. It gives access to nothing,
/// so every known token gets a response, whatever its level.</summary>
/// <remarks>An account token does not belong to a user: at <c>/user</c> and below it is rejected with the codes by which
/// wrangler distinguishes the two kinds.</remarks>
internal sealed class CallerApi(Gate gate, string accountId)
{
    private const string AccountName = "Secrets Dashboard";

    public void Map(IEndpointRouteBuilder root, IEndpointRouteBuilder account)
    {
        root.MapApiEndpoint(
            "GET",
            "/user/tokens/verify",
            new("verify-token", "Get the status of the calling token", typeof(ApiTokenStatus)),
            context => AnswerAsync(context, VerifyOfUser, isStatusRequest: true)
        );
        account.MapApiEndpoint(
            "GET",
            "/tokens/verify",
            new("verify-account-token", "Get the status of the calling token", typeof(ApiTokenStatus)),
            context => AnswerAsync(context, Verify, isStatusRequest: true)
        );
        root.MapApiEndpoint(
            "GET",
            "/user",
            new("get-user", "Get the member who owns the calling token", typeof(ApiUser)),
            context => AnswerAsync(context, User)
        );
        root.MapApiEndpoint(
            "GET",
            "/memberships",
            new("list-memberships", "List the memberships of the calling member", typeof(ApiMembership))
            {
                IsList = true,
                Query = ["page", "per_page"],
            },
            context => AnswerAsync(context, Memberships)
        );
        root.MapApiEndpoint(
            "GET",
            "/accounts",
            new("list-accounts", "List the one account", typeof(ApiAccount)) { IsList = true, Query = ["page", "per_page", "name"] },
            context => AnswerAsync(context, Accounts)
        );
        account.MapApiEndpoint(
            "GET",
            "",
            new("get-account", "Get the one account", typeof(ApiAccount)),
            context => AnswerAsync(context, Account)
        );
    }

    private async Task AnswerAsync(HttpContext context, Action<ApiCall, TokenIdentity> answer, bool isStatusRequest = false)
    {
        var call = new ApiCall(context);
        var identity = await gate.IdentifyAsync(call.Caller);
        if (FailureOf(call, identity.Token, isStatusRequest) is { } failure)
        {
            Refuse(call, failure);
            return;
        }
        call.Check();
        if (call.Problems.Count > 0)
        {
            Refuse(call, ApiFailure.Of(call.Problems, null));
            return;
        }
        answer(call, identity.Token!);
    }

    // A disabled or expired token may read its own status, and nothing else.
    private ApiFailure? FailureOf(ApiCall call, TokenIdentity? token, bool isStatusRequest) =>
        token switch
        {
            null or { Actor.Standing: Standing.Unknown } => ApiFailure.InvalidToken,
            { Actor.Standing: Standing.AddressNotAllowed } => ApiFailure.Of(
                StatusCodes.Status403Forbidden,
                10000,
                "Authentication error: the token is not valid from this address."
            ),
            { Actor.Standing: not Standing.Good } when !isStatusRequest => ApiFailure.Of(
                StatusCodes.Status401Unauthorized,
                1000,
                "Invalid API Token: it is not valid now. Its status is at tokens/verify of its account."
            ),
            _ when call.Account.Length > 0 && call.Account != accountId => ApiFailure.WrongAccount,
            _ => null,
        };

    private static void Refuse(ApiCall call, ApiFailure failure) =>
        ApiResponder.Write(call.Context.Response, failure, call.Context.TraceIdentifier);

    private static void VerifyOfUser(ApiCall call, TokenIdentity token)
    {
        if (token.Owner is null)
        {
            Refuse(call, ApiFailure.InvalidToken);
            return;
        }
        Verify(call, token);
    }

    private static void Verify(ApiCall call, TokenIdentity token)
    {
        var status = token.Actor.Standing switch
        {
            Standing.TokenExpired => "expired",
            Standing.Good or Standing.TokenNotYetValid => "active",
            _ => "disabled",
        };
        ApiMessage[] messages = token.Actor.Standing == Standing.Good ? [new(10000, "This API Token is valid and active")] : [];
        var shape = new ApiTokenStatus(
            token.Actor.Id.Value,
            status,
            token.Expires is { } e ? Wire.Time(e) : null,
            token.NotBefore is { } n ? Wire.Time(n) : null
        );
        // No tag: the message may change while the object stays the same.
        ApiResponseWriter.Write(call, call.Context.TraceIdentifier, StatusCodes.Status200OK, shape, tag: null, messages);
    }

    private static void User(ApiCall call, TokenIdentity token)
    {
        if (token.Owner is not { } member)
        {
            Refuse(
                call,
                ApiFailure.Of(
                    StatusCodes.Status403Forbidden,
                    9109,
                    "Unauthorized to access requested resource: an account's token does not belong to a user."
                )
            );
            return;
        }
        Write(call, new ApiUser(member.Value, token.OwnerEmail ?? "", null, null, false));
    }

    private void Memberships(ApiCall call, TokenIdentity token)
    {
        if (token.Owner is not { } member)
        {
            Refuse(
                call,
                ApiFailure.Of(StatusCodes.Status403Forbidden, 9106, "Authentication failed: an account's token has no memberships.")
            );
            return;
        }
        Page(call, new ApiMembership(member.Value, "accepted", new(accountId, AccountName, "standard")));
    }

    private void Accounts(ApiCall call, TokenIdentity token) => Page(call, new ApiAccount(accountId, AccountName, "standard"), AccountName);

    private void Account(ApiCall call, TokenIdentity token) => Write(call, new ApiAccount(accountId, AccountName, "standard"));

    private static void Write<T>(ApiCall call, T one) =>
        ApiResponseWriter.Write(call, call.Context.TraceIdentifier, StatusCodes.Status200OK, one, EntityTag.Of(one));

    private static void Page<T>(ApiCall call, T only, string? name = null)
    {
        var page = call.Query.Page;
        var isWanted = name is null || call.Query.Name is not { } wanted || wanted == name;
        if (call.Problems.Count > 0)
        {
            Refuse(call, ApiFailure.Of(call.Problems, null));
            return;
        }
        T[] rows = isWanted && page.Number == 1 ? [only] : [];
        ApiResponseWriter.WritePage(call, call.Context.TraceIdentifier, rows, page, isWanted ? 1 : 0);
    }
}
