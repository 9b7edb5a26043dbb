using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Members;
using SecretsDashboard.Web.Secrets;
using SecretsDashboard.Web.Services;
using SecretsDashboard.Web.Shell;
using SecretsDashboard.Web.Stores;
using SecretsDashboard.Web.Tokens;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Copy_as_curl : ComponentTest
{
    // Both write down what they were given; what jq makes of a value is what JSON makes of it.
    private const string Stub = """
        jq() { printf '%s\1%s' "$4" "$5"; }
        curl() {
          for word in "$@"; do printf '%s\0' "$word"; done
          if [ "${last_is_stdin:-}" ]; then printf 'stdin\0'; cat; printf '\0'; fi
        }
        """;

    [Fact]
    public async Task Every_copied_command_is_valid_shell_and_names_an_endpoint()
    {
        var shown = await EveryCommandAsync();

        Assert.Equal(
            [
                "bind-secret",
                "create-secrets",
                "create-store",
                "create-token",
                "delete-secret",
                "delete-store",
                "delete-token",
                "duplicate-secret",
                "edit-member",
                "edit-secret",
                "edit-token",
                "get-member",
                "get-secret",
                "get-service",
                "get-store",
                "get-token",
                "invite-member",
                "list-bindings",
                "list-dependants",
                "list-members",
                "list-permission-groups",
                "list-roles",
                "list-secrets",
                "list-services",
                "list-stores",
                "list-tokens",
                "register-service",
                "remove-member",
                "remove-service",
                "roll-token",
                "unbind-secret",
                "view-quota",
            ],
            shown.Select(command => EndpointOf(Words(command)).Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Every_copied_command_sends_what_its_endpoint_reads()
    {
        foreach (var command in await EveryCommandAsync())
        {
            var words = Words(command);
            var endpoint = EndpointOf(words);
            if (BodyOf(words) is { } body)
            {
                Assert.Equal(endpoint.AcceptsMany ? JsonValueKind.Array : JsonValueKind.Object, body.ValueKind);
                var sent = (body.ValueKind == JsonValueKind.Array ? body.EnumerateArray() : new[] { body }.AsEnumerable()).SelectMany(o =>
                    o.EnumerateObject().Select(p => p.Name)
                );
                Assert.Subset(
                    endpoint.Body!.GetProperties().Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)).ToHashSet(),
                    sent.ToHashSet()
                );
            }
            else
            {
                Assert.True(endpoint.Body is null, $"{endpoint.Name} wants a body.");
            }
        }
    }

    [Fact]
    public async Task A_copied_command_contains_variables_instead_of_the_token_and_of_values()
    {
        var shown = await EveryCommandAsync();

        Assert.All(shown, command => Assert.Contains("Authorization: Bearer $SECRETS_DASHBOARD_TOKEN", command, StringComparison.Ordinal));
        Assert.All(shown, command => Assert.DoesNotContain("a value", command, StringComparison.Ordinal));
        Assert.Contains("Authorization: Bearer sdt_of-the-reader", Words(shown[0]));
    }

    [Theory]
    [InlineData("it's \"quoted\" $HOME `id` \\n {{x}} \\(1)")]
    [InlineData("two\nlines")]
    [InlineData("-----BEGIN KEY-----\nabc\n-----END KEY-----\n")]
    public void Special_characters_in_a_copied_command_arrive_unchanged(string text)
    {
        var writer = Writer();
        var command = writer.Write(
            new Curl("", "create-secrets")
            {
                Path = new Dictionary<string, string> { ["store_id"] = text },
                Body = new[]
                {
                    new
                    {
                        name = text,
                        value = Curl.Value,
                        comment = text,
                    },
                },
            }
        );

        var words = Words(command, value: text);

        Assert.EndsWith(
            $"/stores/{Uri.EscapeDataString(text)}/secrets",
            words.Single(w => w.StartsWith("http", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        var sent = BodyOf(words)!.Value[0];
        Assert.Equal(
            (text, text, text),
            (sent.GetProperty("name").GetString(), sent.GetProperty("value").GetString(), sent.GetProperty("comment").GetString())
        );
    }

    [Fact]
    public void An_unknown_part_of_the_path_is_a_variable() =>
        Assert.Contains(
            "/secrets_store/stores/'\"$STORE_ID\"'/secrets'",
            Writer().Write(new Curl("", "list-secrets")),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_command_for_an_unknown_endpoint_or_query_cannot_be_written()
    {
        Assert.Throws<InvalidOperationException>(() => Writer().Write(new Curl("", "no-such-endpoint")));
        Assert.Throws<InvalidOperationException>(() =>
            Writer().Write(new Curl("", "list-secrets") { Query = new Dictionary<string, string> { ["colour"] = "red" } })
        );
    }

    private CurlWriter Writer()
    {
        var screen = Host.ScreenOf(Host.Reporter);
        return new CurlWriter(ApiEndpoints.Of(Host.Vault), Host.Vault, screen.Services.GetRequiredService<NavigationManager>());
    }

    private async Task<List<string>> EveryCommandAsync()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var service = await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers));
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "KEY"));
        await Host.DoAsync(Host.Owner, new CreateToken(TokenSide.Account, new TokenInput("provisioning", Level: null, Administer: true)));
        var screens = new[]
        {
            Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens").Click("Copy as curl"),
            Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens?of=account").Click("Actions for provisioning"),
            Host.ScreenOf(Host.Owner).Open<MembersPage>("/members").Click("Copy as curl"),
            Host.ScreenOf(Host.Owner)
                .Open<MemberPage>($"/members/{Host.Reporter.Id}", ("Id", Host.Reporter.Id.Value))
                .Click("Copy as curl"),
            Host.ScreenOf(Host.Owner).Open<SecretsPage>("/secrets?q=api&scope=workers"),
            Host.ScreenOf(Host.Owner).Open<SecretsPage>("/secrets").Click("Actions for API_KEY"),
            Host.ScreenOf(Host.Owner).Open<SecretPage>($"/secrets/{secret}", ("Id", secret.Value)).Click("Copy as curl"),
            Host.ScreenOf(Host.Owner).Open<NewSecretPage>("/secrets/new"),
            Host.ScreenOf(Host.Owner).Open<StoresPage>("/stores").Click("Copy as curl"),
            Host.ScreenOf(Host.Owner).Open<StoresPage>("/stores").Click("Actions for production"),
            Host.ScreenOf(Host.Owner).Open<ServicesPage>("/services").Click("Copy as curl"),
            Host.ScreenOf(Host.Owner).Open<ServicesPage>("/services").Click("Actions for checkout"),
            Host.ScreenOf(Host.Owner).Open<ServicePage>($"/services/{service}", ("Id", service.Value)).Click("Copy as curl"),
        };
        return
        [
            .. screens.SelectMany(screen =>
            {
                var shown = new List<string>();
                screen.Wait(() =>
                    Assert.NotEmpty(
                        shown = [
                            .. screen
                                .All("[data-copy]")
                                .Select(e => e.GetAttribute("data-copy")!)
                                .Where(t => t.Contains("curl", StringComparison.Ordinal)),
                        ]
                    )
                );
                return shown;
            }),
        ];
    }

    /// <summary>The arguments that curl would receive from the shell, and its standard input after the word <c>stdin</c>.</summary>
    private static List<string> Words(string command, string value = "typed in a shell")
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SECRETS_DASHBOARD_TOKEN"] = "sdt_of-the-reader";
        (start.Environment["STORE_ID"], start.Environment["NAME"], start.Environment["VALUE"]) = (new string('0', 32), "KEY", value);
        start.Environment["last_is_stdin"] = command.EndsWith("@-", StringComparison.Ordinal) ? "yes" : "";
        using var shell = Process.Start(start)!;
        shell.StandardInput.Write($"{Stub}\n{command}\n");
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEnd();
        Assert.Equal("", shell.StandardError.ReadToEnd());
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return [.. output.Split('\0')[..^1]];
    }

    private static JsonElement? BodyOf(List<string> words)
    {
        var at = words.IndexOf("--data-binary");
        return at < 0
            ? null
            : JsonDocument
                .Parse(words[at + 1] == "@-" ? Filled(words[words.IndexOf("stdin") + 1].Split('\u0001')) : words[at + 1])
                .RootElement;
    }

    private static string Filled(string[] jq) => jq[1].Replace("$value", JsonSerializer.Serialize(jq[0]), StringComparison.Ordinal);

    private ApiEndpointInfo EndpointOf(List<string> words)
    {
        var (method, at) = (words[0] == "-X" ? words[1] : "GET", words[0] == "-X" ? 2 : 0);
        var path = new Uri(words[at]).AbsolutePath;
        Assert.StartsWith($"/client/v4/accounts/{Host.Vault.AccountId}/", path, StringComparison.Ordinal);
        // As routing does: of two that match, the one that leaves less open.
        var endpoint = ApiEndpoints
            .Of(Host.Vault)
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e =>
                e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains(method)
                && new TemplateMatcher(new RouteTemplate(e.RoutePattern), []).TryMatch(path, [])
            )
            .MinBy(e => e.RoutePattern.Parameters.Count);
        Assert.NotNull(endpoint);
        return endpoint.Metadata.GetMetadata<ApiEndpointInfo>()!;
    }
}
