namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>A program whose base URL is not the API's gets an error. A sign-in page with status 200 would read as an empty list.</summary>
public class A_wrong_base_url(ApiClientHost host)
{
    [Theory]
    [InlineData(SdkVersion.Newest, "/")]
    [InlineData(SdkVersion.Newest, "/client")]
    [InlineData(SdkVersion.Newest, "/client/v3")]
    [InlineData(SdkVersion.Newest, "/runtime")]
    [InlineData(SdkVersion.Five, "/")]
    internal async Task A_wrong_base_url_causes_an_error_and_not_an_empty_list(SdkVersion version, string path)
    {
        await host.StoreAsync();
        var user = host.With(TokenLevel.Edit, version).At(new Uri(host.Api, path));

        var listed = await user.TryEveryAsync("secretsStore.stores.list", new { account_id = host.Account });
        var made = await user.TryAsync(
            "secretsStore.stores.create",
            new { account_id = host.Account, name = TestObjects.NewName("nowhere") }
        );

        listed.Refused("NotFoundError", 404, 7000, "the API is below /client/v4");
        made.Refused("NotFoundError", 404, 7000, "the API is below /client/v4");
    }
}
