namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>A program whose base URL is not the API's gets an error. A sign-in page with status 200 would read as an empty list.</summary>
public class A_wrong_base_url(ClientHost host)
{
    [Theory]
    [InlineData(SdkAge.Newest, "/")]
    [InlineData(SdkAge.Newest, "/client")]
    [InlineData(SdkAge.Newest, "/client/v3")]
    [InlineData(SdkAge.Newest, "/runtime")]
    [InlineData(SdkAge.Five, "/")]
    internal async Task A_wrong_base_url_causes_an_error_and_not_an_empty_list(SdkAge age, string path)
    {
        await host.StoreAsync();
        var user = host.With(Level.Edit, age).At(new Uri(host.Api, path));

        var listed = await user.TryEveryAsync("secretsStore.stores.list", new { account_id = host.Account });
        var made = await user.TryAsync("secretsStore.stores.create", new { account_id = host.Account, name = Things.NewName("nowhere") });

        listed.Refused("NotFoundError", 404, 7000, "the API is below /client/v4");
        made.Refused("NotFoundError", 404, 7000, "the API is below /client/v4");
    }
}
