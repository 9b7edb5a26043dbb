using System.Diagnostics;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>Two questions are asked in turn, many times, and the medians of their times
/// compared: what slows the machine down slows both. The bound is
/// generous; what it finds is work that is done for one of them alone, and that is found
/// in every round, while another program's burst is not.</summary>
public sealed class Response_times(Programs programs) : IClassFixture<Programs>
{
    private const int Pairs = 250;
    private const int Rounds = 3;
    private const double Bound = 0.25;

    [Fact]
    public async Task Response_times_do_not_reveal_whether_a_token_id_exists()
    {
        var old = await programs.TokenAsync(new TokenInput("rolled", TokenLevel.Read));
        var right = (await programs.DoAsync(new RollToken(TokenSide.Account, old.Token.Id))).Text;
        var gone = await programs.TokenAsync(new TokenInput("gone", TokenLevel.Read));
        await programs.DoAsync(new DeleteToken(TokenSide.Account, gone.Token.Id));

        // The holder's last request is cached, which must not affect the time of other requests.
        Assert.Equal(200, (int)(await programs.GetAsync(programs.Stores, right)).Status);
        await TakeAsLongAsync(401, new(programs.Stores, old.Text), new(programs.Stores, gone.Text));
    }

    [Fact]
    public async Task Response_times_do_not_reveal_whether_objects_out_of_reach_exist()
    {
        var (mine, theirs) = (await programs.StoreAsync(), await programs.StoreAsync());
        var secret = await programs.SecretAsync(theirs);
        var token = await programs.TokenAsync(TokenLevel.Edit, mine);
        var absent = Guid.CreateVersion7().ToString("N");

        await TakeAsLongAsync(
            404,
            new($"{programs.Stores}/{theirs}/secrets/{secret}", token),
            new($"{programs.Stores}/{theirs}/secrets/{absent}", token)
        );
        await TakeAsLongAsync(404, new($"{programs.Stores}/{theirs}", token), new($"{programs.Stores}/{absent}", token));
    }

    private async Task TakeAsLongAsync(int status, Asked one, Asked other)
    {
        var told = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var (m, n) = await MediansAsync(status, one, other);
            if (Math.Abs(m - n) < Bound * Math.Max(m, n))
            {
                return;
            }
            told.Add($"{m:F0} and {n:F0} µs");
        }
        Assert.Fail($"The medians are {string.Join("; ", told)}.");
    }

    private async Task<(double One, double Other)> MediansAsync(int status, Asked one, Asked other)
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

        async Task<double> TimeAsync(Asked asked)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await programs.GetAsync(asked.Path, asked.Token);
            var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            Assert.Equal(status, (int)answer.Status);
            texts.Add(answer.Text);
            return took;
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private sealed record Asked(string Path, string Token);
}
