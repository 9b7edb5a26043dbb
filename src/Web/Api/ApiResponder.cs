using SecretsDashboard.Access;
using SecretsDashboard.Vault.Accounts;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>Runs the operation of a request through the gate, and writes its outcome.</summary>
internal sealed class ApiResponder(Gate gate, string accountId)
{
    private const int ShortBody = 16 * 1024;

    public string AccountId { get; } = accountId;

    /// <summary>Handles a request for this account; another account is not found.</summary>
    public RequestDelegate For(Func<ApiCall, Task> handle) =>
        context =>
        {
            var call = new ApiCall(context);
            return call.Account == AccountId ? handle(call) : AnswerOtherAccountAsync(call);
        };

    /// <summary>Runs an operation and responds with one object.</summary>
    /// <param name="notFound">The error's name when the target is not within the caller's reach.</param>
    /// <param name="tag">The tag of the response. Null: computed from the shape for a read, and no tag for a change.</param>
    public Task AnswerAsync<T, TShape>(
        ApiCall call,
        Operation<T> operation,
        string notFound,
        Func<Done<T>, TShape> shape,
        int status = StatusCodes.Status200OK,
        Func<T, string>? tag = null
    ) =>
        AnswerAsync(
            call,
            operation,
            _ => notFound,
            done =>
            {
                var shaped = shape(done);
                var ofAnswer =
                    tag is not null ? tag(done.Value)
                    : call.IsReading && shaped is not null ? EntityTag.Of(shaped)
                    : null;
                ApiResponseWriter.Write(call, done.RequestId, status, shaped, ofAnswer, MessagesOf(done));
            }
        );

    /// <summary>Runs an operation and responds with a page of a list.</summary>
    public Task AnswerPageAsync<T, TShape>(
        ApiCall call,
        Operation<Vault.Page<T>> operation,
        string notFound,
        Vault.PageRequest page,
        Func<T, TShape> shape
    ) =>
        AnswerAsync(
            call,
            operation,
            _ => notFound,
            done => ApiResponseWriter.WritePage(call, done.RequestId, [.. done.Value.Items.Select(shape)], page, done.Value.Total)
        );

    /// <summary>Runs an operation that returns a whole bounded list, and responds with a page of it.</summary>
    public Task AnswerPageAsync<T, TRow, TShape>(
        ApiCall call,
        Operation<T> operation,
        string notFound,
        Vault.PageRequest page,
        Func<T, IReadOnlyList<TRow>> rows,
        Func<TRow, TShape> shape
    ) =>
        AnswerAsync(
            call,
            operation,
            _ => notFound,
            done =>
            {
                var all = rows(done.Value);
                ApiResponseWriter.WritePage(
                    call,
                    done.RequestId,
                    [.. all.Skip((page.Number - 1) * page.Size).Take(page.Size).Select(shape)],
                    page,
                    all.Count
                );
            }
        );

    /// <summary>Runs an operation on two objects; the response says which of them is outside the reach.</summary>
    public async Task AnswerAsync<T, TShape>(
        ApiCall call,
        Operation<T> operation,
        Demand first,
        string firstNotFound,
        string secondNotFound,
        Func<Done<T>, TShape> shape
    )
    {
        var sees = (await gate.MayAsync(call.Caller, first))[0].Allowed;
        await AnswerAsync(call, operation, sees ? secondNotFound : firstNotFound, shape);
    }

    /// <summary>Reads a body that may contain values. A long body is not read if the caller lacks the right: the gate
    /// rejects the request anyway, and the body would take memory until then.</summary>
    public async Task<ApiBody> ReadAsync(ApiCall call, Demand demand, int limit)
    {
        var request = call.Context.Request;
        if (request.ContentLength is null or > ShortBody && !(await gate.MayAsync(call.Caller, demand))[0].Allowed)
        {
            (request.Body, request.ContentLength) = (Stream.Null, null);
        }
        return await ApiBody.ReadAsync(call, limit);
    }

    /// <summary>The owner of the Workers that a request names: the single store that its token is limited to, otherwise the
    /// account. The gate decides whether the token may use it.</summary>
    public async Task<StoreId?> StoreOfWorkersAsync(ApiCall call) =>
        (await gate.IdentifyAsync(call.Caller)).Token is { Actor.Stores: { Count: 1 } one } ? one.First() : null;

    /// <summary>Whether the caller may do this; the gate decides again when the operation runs.</summary>
    public async Task<bool> MayAsync(ApiCall call, Demand demand) => (await gate.MayAsync(call.Caller, demand))[0].Allowed;

    private async Task AnswerAsync<T>(ApiCall call, Operation<T> operation, Func<Decision, string> notFound, Action<Done<T>> write)
    {
        call.Check();
        var request = call.Precondition is { } condition && operation is Change<T> change ? change with { OnlyIf = condition } : operation;
        request = call.Problems.Count == 0 ? request : request with { InputErrors = call.Problems };
        var outcome = await gate.AskAsync(call.Caller, request, call.Context.RequestAborted);
        var failure = outcome.Match<ApiFailure?>(
            done =>
            {
                write(done);
                return null;
            },
            refused => ApiFailure.Of(refused.Decision, notFound(refused.Decision), refused.Secrets),
            failed => FailureOf(failed, call)
        );
        if (failure is not null)
        {
            Write(call.Context.Response, failure, outcome.RequestId);
        }
    }

    private static ApiFailure FailureOf<T>(Failed<T> failed, ApiCall call)
    {
        var failure = ApiFailure.Of(failed.Problems, call.Root);
        return failure with { Messages = [.. failure.Messages, .. call.Notes()] };
    }

    private static ApiMessage[] MessagesOf<T>(Done<T> done) =>
        [.. done.Warnings.Select(w => new ApiMessage(ProblemMapping.NumberOf(w.Code), $"{w.Code}: {w.Message}"))];

    /// <summary>A caller with a valid token learns that the id is wrong, whatever the token's rights.</summary>
    private async Task AnswerOtherAccountAsync(ApiCall call)
    {
        var outcome = await gate.AskAsync(call.Caller, new FindAccount(ApiCall.IdOrNone(call.Account)), call.Context.RequestAborted);
        var failure = outcome
            is Refused<Unit> { Decision: { Question.Actor.Standing: not Standing.Good } or { Question.Actor: AnonymousActor } } refused
            ? ApiFailure.Of(refused.Decision, "")
            : ApiFailure.WrongAccount;
        Write(call.Context.Response, failure, outcome.RequestId);
    }

    public static void Write(HttpResponse response, ApiFailure failure, string requestId) =>
        ApiResponseWriter.Write(response, failure, requestId);
}
