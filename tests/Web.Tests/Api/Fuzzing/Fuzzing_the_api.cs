using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using Json.Schema;

namespace SecretsDashboard.Web.Tests.Api.Fuzzing;

/// <summary>Thousands of requests made from the document. One that fails is made
/// smaller and printed as a curl, with the seed that makes it again:
/// set CsCheck_Seed to it. More of them: set FUZZ_REQUESTS.</summary>
public sealed class Fuzzing_the_api(FuzzingWebHost host) : IClassFixture<FuzzingWebHost>
{
    private const int Usual = 4_000;

    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly Dictionary<ApiOperation, HashSet<int>> _answers = [];

    // The digest of the tables after the previous request; null when something else has changed them since.
    private int? _digest;

    [Fact]
    public async Task Every_answer_is_as_documented_contains_no_value_and_changes_nothing_when_it_is_a_refusal()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_REQUESTS"), out var many) ? many : Usual;
        var sent = 0;
        await new Requests(host.Document).Any.SampleAsync(
            async request =>
            {
                sent++;
                await HoldsAsync(request);
            },
            iter: count,
            threads: 1,
            print: request => request.Curl(host.Home, host.Fill)
        );

        Assert.InRange(sent, count, int.MaxValue);
        Assert.All(
            host.Document.Operations,
            o =>
                Assert.True(
                    _answers[o].Count > 1,
                    $"{o} was answered with {string.Join(", ", _answers[o])} alone: the requests are too much alike."
                )
        );
        var done = host.Document.Operations.Count(o => _answers[o].Any(s => s < 300));
        Assert.True(done * 4 >= host.Document.Operations.Count * 3, $"Only {done} operations were ever done.");
    }

    private async Task HoldsAsync(Request request)
    {
        var before = _digest ?? host.Tables.Digest();
        _digest = null;
        using var answer = await host.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var status = (int)answer.StatusCode;
        _answers.TryAdd(request.Operation, []);
        _answers[request.Operation].Add(status);

        Assert.True(status < 500, $"{status}: {text}");
        HoldsNothingSent(text, isRefusal: status >= 400);
        if (!IsOfKestrel(request, answer, text) && !IsOfThePages(request, answer))
        {
            IsAsDocumented(request, answer, text);
        }
        _digest = host.Tables.Digest();
        Assert.True(
            before == _digest || (status < 400 && request.Method is not ("GET" or "HEAD")),
            $"{status}, and something has changed."
        );
        if (status < 400 && (request.Method == "DELETE" || request.Address.EndsWith("/value", StringComparison.Ordinal)))
        {
            _digest = null;
            // Replaces deleted objects, so that later requests still find something.
            await host.PrepareAsync(anew: request.Address.Contains("tokens", StringComparison.Ordinal));
        }
    }

    private static void HoldsNothingSent(string text, bool isRefusal)
    {
        Assert.DoesNotContain(FuzzInput.Canary, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(FuzzInput.Canary))[..12], text, StringComparison.Ordinal);
        Assert.False(isRefusal && text.Contains(FuzzInput.Echo, StringComparison.Ordinal), $"It repeats what was sent: {text}");
    }

    /// <summary>Kestrel rejects invalid HTTP requests with a bare status; they do not reach the program.</summary>
    private static bool IsOfKestrel(Request request, HttpResponseMessage answer, string text) =>
        request.Method == "HEAD"
        || request.IsWild
            && text.Length == 0
            && answer.StatusCode
                is HttpStatusCode.BadRequest
                    or HttpStatusCode.RequestUriTooLong
                    or HttpStatusCode.RequestHeaderFieldsTooLarge;

    /// <summary>Dots can lead out of the API before the path is routed. Outside are the
    /// endpoints of the pages, which redirect to sign-in or are not found.</summary>
    private static bool IsOfThePages(Request request, HttpResponseMessage answer) =>
        request.IsWild
        && request.Address.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase).Contains("..", StringComparison.Ordinal)
        && answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
        && answer.Content.Headers.ContentType?.MediaType != "application/json";

    private void IsAsDocumented(Request request, HttpResponseMessage answer, string text)
    {
        var status = (int)answer.StatusCode;
        if (status == 304)
        {
            Assert.Equal(("", "GET"), (text, request.Method));
            return;
        }
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var schema = host.Document.Failure;
        if (!request.IsWild)
        {
            Assert.True(request.Operation.Answers.TryGetValue(status, out schema!), $"{status} is not documented: {text}");
        }
        else if (status < 400)
        {
            return; // The response of another endpoint, which has requests of its own.
        }
        var found = schema.Evaluate(JsonDocument.Parse(text).RootElement, Strict);
        var errors = (found.Details ?? [])
            .Where(d => d.Errors is not null)
            .SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Value}"));
        Assert.True(found.IsValid, $"{status} is not as documented: {string.Join("; ", errors)}\n{text}");
    }
}
