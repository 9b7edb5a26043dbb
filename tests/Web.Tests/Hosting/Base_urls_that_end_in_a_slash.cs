using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Tests.Hosting;

public sealed class Base_urls_that_end_in_a_slash
{
    [Theory]
    [InlineData("//client/v4/accounts", "/client/v4/accounts")]
    [InlineData("/client/v4//accounts", "/client/v4/accounts")]
    [InlineData("///CLIENT/v4////accounts/", "/CLIENT/v4/accounts/")]
    [InlineData("//client/v4", "/client/v4")]
    [InlineData("/client/v4//", "/client/v4/")]
    [InlineData("/runtime/v1//bindings", "/runtime/v1/bindings")]
    [InlineData("//gateway/v1//name/openai//v1//models", "/gateway/v1/name/openai//v1//models")]
    [InlineData("/gateway/v1/name/openai//v1", "/gateway/v1/name/openai//v1")]
    [InlineData("/client/v4/accounts//x", "/client/v4/accounts//x")]
    [InlineData("/client//v4/accounts", "/client//v4/accounts")]
    [InlineData("//client/v4x//accounts", "//client/v4x//accounts")]
    [InlineData("//evil.example//client/v4", "//evil.example//client/v4")]
    [InlineData("//login", "//login")]
    public void Double_slashes_are_folded_only_at_the_end_of_a_base_URL(string sent, string meant) =>
        Assert.Equal(meant, BaseUrlSlashes.Fold(sent));
}
