using System.Diagnostics;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Accounts;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>Asks the gate for what a request wants, and writes what became of it.</summary>
internal sealed class ApiDesk(Gate gate, string accountId)
{
    private const int ShortBody = 16 * 1024;

    public string AccountId { get; } = accountId;

    /// <summary>Takes a request for this account; one for another is answered that there is none.</summary>
    public RequestDelegate For(Func<ApiCall, Task> handle) => context =>
    {
        var call = new ApiCall(context);
        return call.Account == AccountId ? handle(call) : AnswerOtherAccountAsync(call);
    };

    /// <summary>Asks, and answers with one thing.</summary>
    /// <param name="notFound">The error's name when the target is not within the caller's reach.</param>
    /// <param name="tag">Of the answer. Null: that of its shape when it is read, and none when it is changed.</param>
    public Task AnswerAsync<T, TShape>(ApiCall call, Operation<T> operation, string notFound, Func<Done<T>, TShape> shape, int status = StatusCodes.Status200OK, Func<T, string>? tag = null) =>
        AnswerAsync(call, operation, _ => notFound, done =>
        {
            var shaped = shape(done);
            var ofAnswer = tag is not null ? tag(done.Value) : call.IsReading && shaped is not null ? EntityTag.Of(shaped) : null;
            ApiAnswer.Write(call, done.RequestId, status, shaped, ofAnswer, MessagesOf(done));
        });

    /// <summary>Asks, and answers with a page of a list.</summary>
    public Task AnswerPageAsync<T, TShape>(ApiCall call, Operation<Vault.Page<T>> operation, string notFound, Vault.PageRequest page, Func<T, TShape> shape) =>
        AnswerAsync(call, operation, _ => notFound, done => ApiAnswer.WritePage(call, done.RequestId, [.. done.Value.Items.Select(shape)], page, done.Value.Total));

    /// <summary>Asks for the whole of a list that is bounded, and answers with a page of it.</summary>
    public Task AnswerPageAsync<T, TRow, TShape>(ApiCall call, Operation<T> operation, string notFound, Vault.PageRequest page, Func<T, IReadOnlyList<TRow>> rows, Func<TRow, TShape> shape) =>
        AnswerAsync(call, operation, _ => notFound, done =>
        {
            var all = rows(done.Value);
            ApiAnswer.WritePage(call, done.RequestId, [.. all.Skip((page.Number - 1) * page.Size).Take(page.Size).Select(shape)], page, all.Count);
        });

    /// <summary>Asks for something about two things, and says of a refusal which of them is not within reach.</summary>
    public async Task AnswerAsync<T, TShape>(ApiCall call, Operation<T> operation, Demand first, string firstNotFound, string secondNotFound, Func<Done<T>, TShape> shape)
    {
        var sees = (await gate.MayAsync(call.Caller, first))[0].Allowed;
        await AnswerAsync(call, operation, sees ? secondNotFound : firstNotFound, shape);
    }

    /// <summary>Reads a body that may hold values. A long one of whoever may not do what it asks for is left unread: the gate refuses it anyway, and it would take memory until then.</summary>
    public async Task<ApiBody> ReadAsync(ApiCall call, Demand demand, int limit)
    {
        var request = call.Context.Request;
        if (request.ContentLength is null or > ShortBody && !(await gate.MayAsync(call.Caller, demand))[0].Allowed)
        {
            (request.Body, request.ContentLength) = (Stream.Null, null);
        }
        return await ApiBody.ReadAsync(call, limit);
    }

    /// <summary>Where the Workers lie that a program names: in the one store that its token is limited to, or else in the account. The gate decides whether it may there.</summary>
    public async Task<StoreId?> StoreOfWorkersAsync(ApiCall call) =>
        (await gate.WhoAsync(call.Caller)).Token is { Actor.Stores: { Count: 1 } one } ? one.First() : null;

    /// <summary>Whether the caller may do this; the gate decides again when it is asked.</summary>
    public async Task<bool> MayAsync(ApiCall call, Demand demand) => (await gate.MayAsync(call.Caller, demand))[0].Allowed;

    private async Task AnswerAsync<T>(ApiCall call, Operation<T> operation, Func<Decision, string> notFound, Action<Done<T>> write)
    {
        call.Check();
        var asked = call.Precondition is { } condition && operation is Change<T> change ? change with { OnlyIf = condition } : operation;
        asked = call.Problems.Count == 0 ? asked : asked with { Misread = call.Problems };
        switch (await gate.AskAsync(call.Caller, asked, call.Context.RequestAborted))
        {
            case Done<T> done:
                write(done);
                break;
            case Refused<T> refused:
                Write(call.Context.Response, ApiFailure.Of(refused.Decision, notFound(refused.Decision), refused.Secrets), refused.RequestId);
                break;
            case Failed<T> failed:
                var failure = ApiFailure.Of(failed.Problems, call.Root);
                Write(call.Context.Response, failure with { Messages = [.. failure.Messages, .. call.Notes()] }, failed.RequestId);
                break;
            default:
                throw new UnreachableException("There is no fourth outcome.");
        }
    }

    private static ApiMessage[] MessagesOf<T>(Done<T> done) => [.. done.Warnings.Select(w => new ApiMessage(ProblemCodes.NumberOf(w.Code), $"{w.Code}: {w.Message}"))];

    /// <summary>Whoever has a token that counts learns that the id is wrong, whatever the token may do.</summary>
    private async Task AnswerOtherAccountAsync(ApiCall call)
    {
        var outcome = await gate.AskAsync(call.Caller, new FindAccount(ApiCall.IdOrNone(call.Account)), call.Context.RequestAborted);
        var failure = outcome is Refused<Unit> { Decision: { Question.Actor.Standing: not Standing.Good } or { Question.Actor: NobodyActor } } refused
            ? ApiFailure.Of(refused.Decision, "")
            : ApiFailure.WrongAccount;
        Write(call.Context.Response, failure, outcome.RequestId);
    }

    public static void Write(HttpResponse response, ApiFailure failure, string requestId) => ApiAnswer.Write(response, failure, requestId);
}
