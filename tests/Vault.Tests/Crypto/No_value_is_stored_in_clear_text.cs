using System.Text;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Crypto;

/// <summary>A value that would be noticed goes through everything that takes one; then
/// every byte of the folder is searched for it in every dress.</summary>
public sealed class No_value_is_stored_in_clear_text : VaultTest
{
    private const string Canary = "kanarienvogel-2b9f61e8";

    [Fact]
    public async Task No_file_contains_a_secret_value_in_clear_whether_it_was_stored_refused_or_failed()
    {
        var store = await Host.StoreAsync();
        var reporter = await Host.MemberAsync(Roles.Reporter);
        var id = await Host.SecretAsync(store, "API_KEY", value: Canary);
        await Host.DoAsync(Host.Owner, new EditSecret(id, 1, new NewValue(Plaintext.TryFrom(Canary + Canary))));
        await Host.DoAsync(Host.Owner, new DuplicateSecret(id, "COPY", Scopes.Workers));
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateSecrets(store, [VaultSampleData.New("API_KEY", value: Canary)])),
            "secret_name_already_exists"
        );
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateSecrets(store, [VaultSampleData.New("OTHER", Scopes.None, Canary + '\0')])),
            "secret_value_invalid",
            "secret_scopes_empty"
        );
        Expect.Failed(await Host.AskAsync(Host.Owner, new EditSecret(id, 1, new NewValue(Plaintext.TryFrom(Canary)))), "conflict");
        Expect.Refused(await Host.AskAsync(reporter, new CreateSecrets(store, [VaultSampleData.New("OTHER", value: Canary)])));
        Expect.Failed(await Host.AskAsync(Caller.Anonymous(null), new SignIn(Canary, Plaintext.TryFrom(Canary))), "invalid_credentials");
        Expect.Failed(
            await Host.AskAsync(Caller.Anonymous(null), new SignIn(Host.Owner.Email, Plaintext.TryFrom(Canary))),
            "invalid_credentials"
        );

        AssertNotStored();
        await Host.CloseAsync();
        AssertNotStored();
    }

    [Fact]
    public async Task The_search_for_values_in_clear_finds_every_form_that_is_text()
    {
        var store = await Host.StoreAsync();
        foreach (var (index, form) in Forms().Index().Where(f => f.Item.All(b => b is >= 32 and < 127)))
        {
            await Host.SecretAsync(store, $"S{index}", comment: $"x{Encoding.ASCII.GetString(form)}x");
        }

        Assert.Equal(6, FoundForms().Count); // As text, twice in hex, three times in base64; UTF-16 is no text in this file.
    }

    private void AssertNotStored() => Assert.Empty(FoundForms());

    private List<string> FoundForms()
    {
        var files = Directory.EnumerateFiles(Host.Folder).Select(Read).ToList();
        Assert.True(files.Count >= 2);
        return [.. Forms().Where(form => files.Exists(file => file.AsSpan().IndexOf(form) >= 0)).Select(Convert.ToHexString)];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static IEnumerable<byte[]> Forms()
    {
        var bytes = Encoding.UTF8.GetBytes(Canary);
        yield return bytes;
        yield return Encoding.Unicode.GetBytes(Canary);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes));
        for (var shift = 0; shift < 3; shift++)
        {
            // The part of the base64 text that does not depend on the bytes before and after, for each alignment.
            var text = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            yield return Encoding.ASCII.GetBytes(text[(shift == 0 ? 0 : 4)..(text.Length - 4)]);
        }
    }
}
