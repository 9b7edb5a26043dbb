using System.Diagnostics;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>Two questions are asked in turn, many times, and the medians of their times
/// compared: what slows the machine down slows both. The bound is
/// generous; what it finds is work that is done for one of them alone, and that is found
/// in every round, while another program's burst is not.</summary>
public sealed class Response_times(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    private const int Pairs = 250;
    private const int Rounds = 3;
    private const double Bound = 0.25;

    [Fact]
    public async Task Response_times_do_not_reveal_whether_a_token_id_exists()
    {
        var old = await api.TokenAsync(new TokenInput("rolled", TokenLevel.Read));
        var right = (await api.DoAsync(new RollToken(TokenSide.Account, old.Token.Id))).Text;
        var gone = await api.TokenAsync(new TokenInput("gone", TokenLevel.Read));
        await api.DoAsync(new DeleteToken(TokenSide.Account, gone.Token.Id));

        // The holder's last request is cached, which must not affect the time of other requests.
        Assert.Equal(200, (int)(await api.GetAsync(api.Stores, right)).Status);
        await AssertEqualDurationAsync(401, new(api.Stores, old.Text), new(api.Stores, gone.Text));
    }

    [Fact]
    public async Task Response_times_do_not_reveal_whether_objects_out_of_reach_exist()
    {
        var (mine, theirs) = (await api.StoreAsync(), await api.StoreAsync());
        var secret = await api.SecretAsync(theirs);
        var token = await api.TokenAsync(TokenLevel.Edit, mine);
        var absent = Guid.CreateVersion7().ToString("N");

        await AssertEqualDurationAsync(
            404,
            new($"{api.Stores}/{theirs}/secrets/{secret}", token),
            new($"{api.Stores}/{theirs}/secrets/{absent}", token)
        );
        await AssertEqualDurationAsync(404, new($"{api.Stores}/{theirs}", token), new($"{api.Stores}/{absent}", token));
    }

    private async Task AssertEqualDurationAsync(int status, TimedRequest one, TimedRequest other)
    {
        var medians = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var (m, n) = await MediansAsync(status, one, other);
            if (Math.Abs(m - n) < Bound * Math.Max(m, n))
            {
                return;
            }
            medians.Add($"{m:F0} and {n:F0} µs");
        }
        Assert.Fail($"The medians are {string.Join("; ", medians)}.");
    }

    private async Task<(double One, double Other)> MediansAsync(int status, TimedRequest one, TimedRequest other)
    {
        var texts = new HashSet<string>();
        var (ofOne, ofOther) = (new List<double>(), new List<double>());
        for (var i = 0; i < Pairs; i++)
        {
            // Alternates the order: the second request finds warmer caches.
            var (first, second) = i % 2 == 0 ? (one, other) : (other, one);
            var (a, b) = (await TimeAsync(first), await TimeAsync(second));
            ofOne.Add(i % 2 == 0 ? a : b);
            ofOther.Add(i % 2 == 0 ? b : a);
        }

        Assert.Single(texts);
        return (Median(ofOne), Median(ofOther));

        async Task<double> TimeAsync(TimedRequest request)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await api.GetAsync(request.Path, request.Token);
            var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            Assert.Equal(status, (int)answer.Status);
            texts.Add(answer.Text);
            return took;
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private sealed record TimedRequest(string Path, string Token);
}
