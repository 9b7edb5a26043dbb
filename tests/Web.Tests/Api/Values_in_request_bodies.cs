using System.Text.Json;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Values_in_request_bodies
{
    [Fact]
    public void Values_read_before_a_fault_can_still_be_wiped()
    {
        List<NewSecret> read = [];

        Assert.Throws<InvalidDataException>(() => SecretsApi.Read(ValuesBeforeFault(), read));

        Assert.Equal((byte[])[.. "first"u8], Bytes(Assert.Single(read)));
        read.ForEach(s => s.Value?.Dispose());
        Assert.All(Bytes(read[0]), b => Assert.Equal(0, b));
    }

    [Fact]
    public void A_value_is_read_even_when_another_field_of_its_object_is_invalid()
    {
        var document = JsonDocument.Parse("""{"name":"A","value":"first","scopes":["dex"],"comment":"\ud800"}""");
        var reading = new ApiReading();
        List<NewSecret> read = [];

        SecretsApi.Read([ApiObject.At(document.RootElement, "/0", reading)!], read);

        Assert.Equal("/0/comment", Assert.Single(reading.Problems).Field);
        Assert.Equal((byte[])[.. "first"u8], Bytes(Assert.Single(read)));
    }

    private static IEnumerable<ApiObject> ValuesBeforeFault()
    {
        var document = JsonDocument.Parse("""{"name":"A","value":"first","scopes":["dex"]}""");
        yield return ApiObject.At(document.RootElement, "/0", new ApiReading())!;
        throw new InvalidDataException("The second can't be read.");
    }

    private static byte[] Bytes(NewSecret secret) =>
        (byte[])
            secret
                .Value!.GetType()
                .GetField("_bytes", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
                .GetValue(secret.Value)!;
}
