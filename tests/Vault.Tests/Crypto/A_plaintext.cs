using System.Globalization;
using System.Reflection;
using System.Text.Json;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Crypto;

public sealed class A_plaintext
{
    private const string Canary = "canary-7c31d0";

    private readonly Plaintext _value = Plaintext.TryFrom(Canary)!;

    [Fact]
    public void A_plaintext_is_not_printed_alone_or_inside_records_and_texts()
    {
        string[] printed =
        [
            _value.ToString(),
            $"{_value}",
            string.Format(CultureInfo.InvariantCulture, "{0}", _value),
            new NewSecret("NAME", _value, Scopes.Workers).ToString(),
            new CreateSecrets(new StoreId("store"), [new NewSecret("NAME", _value, Scopes.Workers)]).ToString(),
            new EditSecret(new SecretId("x"), 1, new NewValue(_value)).ToString(),
            new SignIn("a@example.com", _value).ToString(),
            new SetUpAccount("code", "a@example.com", _value, _value).ToString(),
        ];

        Assert.All(printed, text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_plaintext_is_not_serialised()
    {
        var json = JsonSerializer.Serialize(new NewSecret("NAME", _value, Scopes.Workers));

        Assert.DoesNotContain(Canary, json, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(_value.Bytes), json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plaintext_is_not_compared_by_content() => Assert.False(_value.Equals(Plaintext.TryFrom(Canary)));

    [Fact]
    public void A_plaintext_shows_only_its_length_outside_the_vault()
    {
        var shown = typeof(Plaintext)
            .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m is not MethodInfo { IsSpecialName: true })
            .Select(m => m.Name)
            .Order();

        Assert.Equal(["Dispose", "Length", "MaxBytes", "ToString", "TryFrom", "TryOwn"], shown);
    }

    [Fact]
    public void A_plaintext_is_wiped_when_disposed()
    {
        _value.Dispose();

        Assert.DoesNotContain(_value.Bytes.ToArray(), b => b != 0);
    }

    [Fact]
    public void A_plaintext_cannot_be_made_of_half_a_surrogate_pair() => Assert.Null(Plaintext.TryFrom("\ud83d"));

    [Fact]
    public void Bytes_that_are_not_text_make_no_plaintext_and_are_wiped()
    {
        byte[] bytes = [65, 66, 0xff];

        Assert.Null(Plaintext.TryOwn(bytes));
        Assert.Equal(new byte[3], bytes);
    }

    [Fact]
    public void A_plaintext_counts_its_length_in_bytes_and_keeps_every_one()
    {
        using var value = Plaintext.TryFrom("\ufeffé€\r\n ")!;

        Assert.Equal(11, value.Length);
        Assert.Equal("\ufeffé€\r\n ", value.Reveal());
    }
}
