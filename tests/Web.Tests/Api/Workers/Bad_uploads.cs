using System.Net;
using System.Text;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api.Workers;

/// <summary>Forms that are none, and more than there is room for. Nothing is done,
/// one row is left, and no more is read than has to be.</summary>
public sealed class Bad_uploads(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    private const string Type = "multipart/form-data; boundary=between";
    private const string Head = "--between\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{\"main_module\":\"index.js\"}\r\n";
    private const string Main = "--between\r\nContent-Disposition: form-data; name=\"index.js\"\r\n\r\nexport default {};\r\n";
    private const string End = "--between--\r\n";

    private readonly string _name = $"worker-{Guid.NewGuid():N}";

    private string Worker => $"{api.Account}/workers/scripts/{_name}";

    public static TheoryData<string, string?, string> Forms =>
        new()
        {
            { "no form", "application/json", "{}" },
            { "no content type", null, Head + Main + End },
            { "no boundary", "multipart/form-data", Head + Main + End },
            { "an endless boundary", $"multipart/form-data; boundary={new string('b', 300)}", Head + Main + End },
            { "another boundary", "multipart/form-data; boundary=other", Head + Main + End },
            { "nothing", Type, "" },
            { "no end", Type, Head + Main },
            { "an end within a head", Type, Head + "--between\r\nContent-Dispo" },
            { "a head that is none", Type, Head + "--between\r\nno head\r\n\r\nx\r\n" + End },
            {
                "a head that is too long",
                Type,
                Head + $"--between\r\nContent-Disposition: form-data; name=\"{new string('n', 9_000)}\"\r\n\r\nx\r\n" + End
            },
            { "a part without a name", Type, Head + Main + "--between\r\nContent-Disposition: form-data\r\n\r\nx\r\n" + End },
            {
                "a part that is no field",
                Type,
                Head + Main + "--between\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n" + End
            },
            { "no metadata", Type, Main + End },
            { "metadata twice", Type, Head + Head + Main + End },
            { "no module", Type, Head + End },
            { "no main module", Type, Head + Main.Replace("index.js", "other.js", StringComparison.Ordinal) + End },
            { "a module twice", Type, Head + Main + Main + End },
            { "a way out", Type, Head + Main + Main.Replace("index.js", "../x", StringComparison.Ordinal) + End },
            { "the root", Type, Head + Main + Main.Replace("index.js", "/etc/passwd", StringComparison.Ordinal) + End },
            { "a NUL in a name", Type, Head + Main + Main.Replace("index.js", "a\0b", StringComparison.Ordinal) + End },
            {
                "too many modules",
                Type,
                Head
                    + Main
                    + string.Concat(Enumerable.Range(0, 1_100).Select(i => Main.Replace("index.js", $"m{i}.js", StringComparison.Ordinal)))
                    + End
            },
        };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_malformed_upload_form_is_refused_with_a_reason(string what, string? type, string form)
    {
        var answer = await PutAsync(form, type);

        Assert.True(answer.Error.StartsWith("400 10021 worker_upload_invalid: ", StringComparison.Ordinal), $"{what}: {answer.Error}");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"main_module":"index.js","main_module":"index.js"}""")]
    [InlineData("""{"main_module":7}""")]
    [InlineData("""{"main_module":"index.js","bindings":{}}""")]
    [InlineData("""{"main_module":"index.js","bindings":[7]}""")]
    [InlineData("""{"main_module":"index.js","bindings":[{"name":[],"type":"plain_text"}]}""")]
    [InlineData("""{"main_module":"index.js","bindings":[{"name":"\ud800","type":"plain_text"}]}""")]
    public async Task An_upload_with_malformed_metadata_is_refused(string metadata)
    {
        using var form = Upload.Form(metadata);

        Assert.Equal("400 1001 invalid_json_body", (await SendAsync(form)).Error);
    }

    [Theory]
    [InlineData("""{"type":"plain_text","name":"A"},{"type":"json","name":"A"}""")]
    [InlineData("""{"type":"secrets_store_secret","name":"A"}""")]
    [InlineData("""{"type":"secrets_store_secret","name":"A","store_id":"../x","secret_name":"KEY"}""")]
    [InlineData("""{"type":"secrets_store_secret","name":"1A","store_id":"0123456789abcdef0123456789abcdef","secret_name":"KEY"}""")]
    [InlineData("""{"name":"A"}""")]
    public async Task An_upload_with_invalid_bindings_is_refused(string bindings)
    {
        using var form = Upload.Form(Upload.Metadata(bindings));

        Assert.StartsWith("400 10021 worker_upload_invalid: ", (await SendAsync(form)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_of_a_hundred_megabytes_is_refused_before_it_is_read_completely()
    {
        using var known = new EndlessContent(100 * 1024 * 1024, tellsLength: true);
        using var unknown = new EndlessContent(100 * 1024 * 1024, tellsLength: false);

        Assert.StartsWith("413 10027 worker_upload_too_large: ", (await SendAsync(known)).Error, StringComparison.Ordinal);
        Assert.StartsWith("413 10027 worker_upload_too_large: ", (await SendAsync(unknown)).Error, StringComparison.Ordinal);

        Assert.InRange(known.Taken, 0, 512 * 1024);
        Assert.InRange(unknown.Taken, 10 * 1024 * 1024, 12 * 1024 * 1024);
        Assert.Equal("404 10007 worker_not_found", (await api.GetAsync($"{Worker}/deployments")).Error);
    }

    [Fact]
    public async Task The_upload_of_a_caller_who_may_not_deploy_is_not_read()
    {
        using var body = new EndlessContent(100 * 1024 * 1024, tellsLength: false);
        using var brief = new StringContent("{");

        var refused = await api.SendBodyAsync("PUT", Worker, body, await api.TokenAsync(TokenLevel.Read));

        Assert.StartsWith(
            "403 10021 Secrets store binding authorization failed: the authorization check failed. Needs Bind or Edit. "
                + "This token has Read.",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.InRange(body.Taken, 0, 512 * 1024);
        Assert.Equal("401 1000 Invalid API Token", (await api.SendBodyAsync("PUT", Worker, brief, token: null)).Error);
    }

    [Fact]
    public async Task An_upload_may_be_as_large_as_the_setting_allows()
    {
        await using var small = new ApiWebHost(("Limits:WorkerUploadBytes", "1000"));
        await small.InitializeAsync();
        using var fits = Upload.Form(Upload.Metadata(), new byte[1_000]);
        using var tooLarge = Upload.Form(Upload.Metadata(), new byte[1_001]);

        Assert.Equal(HttpStatusCode.OK, (await small.SendBodyAsync("PUT", $"{small.Account}/workers/scripts/w", fits, small.Edit)).Status);
        Assert.StartsWith(
            "413 10027 worker_upload_too_large: The modules of a Worker are limited to 1,000 bytes in total",
            (await small.SendBodyAsync("PUT", $"{small.Account}/workers/scripts/w", tooLarge, small.Edit)).Error,
            StringComparison.Ordinal
        );
    }

    private async Task<Answer> PutAsync(string form, string? type)
    {
        using var body = new ByteArrayContent(Encoding.Latin1.GetBytes(form));
        if (type is not null)
        {
            body.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        return await SendAsync(body);
    }

    private async Task<Answer> SendAsync(HttpContent body)
    {
        var rows = api.Host.Rows();
        var answer = await api.SendBodyAsync("PUT", Worker, body, api.Edit);
        Assert.Equal(rows + 1, api.Host.Rows());
        return answer;
    }

    /// <summary>A form with one endless module. It counts the bytes that were read.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly long _length;
        private readonly bool _tellsLength;

        public EndlessContent(long length, bool tellsLength)
        {
            (_length, _tellsLength) = (length, tellsLength);
            Headers.TryAddWithoutValidation("Content-Type", Type);
        }

        public long Taken { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Head + Main[..^2]));
            var piece = new byte[16 * 1024];
            try
            {
                for (; Taken < _length; Taken += piece.Length)
                {
                    await stream.WriteAsync(piece);
                }
            }
            catch (IOException)
            {
                // The server has answered and wants no more.
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return _tellsLength;
        }
    }
}
