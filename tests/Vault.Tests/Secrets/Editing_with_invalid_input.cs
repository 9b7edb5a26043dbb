using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Editing_with_invalid_input : VaultTest
{
    [Fact]
    public async Task An_edit_with_invalid_input_is_authorized_first_and_then_fails_with_an_audit_row()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync("one"), "API_KEY");
        var invalid = new EditSecret(secret, null, new NewValue(Plaintext.TryFrom("new")))
        {
            InputErrors = [Problem.Invalid("invalid_json_body", "The body is not JSON.")],
        };

        Expect.Refused(await Host.AskAsync(await Host.MemberAsync(Roles.Reporter), invalid));
        Expect.Failed(await Host.AskAsync(Host.Owner, invalid), "invalid_json_body");

        Assert.Equal("invalid_json_body", (await Host.LastAuditAsync()).Code);
        Assert.Equal("a value", await StoredValue.OfAsync(Host, secret));
    }
}
