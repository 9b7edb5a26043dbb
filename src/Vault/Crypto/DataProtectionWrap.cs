using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Crypto;

/// <summary>Encrypts ASP.NET's data protection keys (cookies, antiforgery)
/// with the key ring before they are stored in the database.</summary>
internal sealed class DataProtectionWrap(KeyRing keys) : IXmlEncryptor
{
    internal static byte[] AdditionalData => "sd1|data protection"u8.ToArray();

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var (id, key) = keys.DataProtection[0];
        var encryptedKey = Envelope.Encrypt(
            key,
            Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)),
            AdditionalData
        );
        return new EncryptedXmlInfo(
            new XElement("sealedKey", new XAttribute("key", id), Convert.ToBase64String(encryptedKey)),
            typeof(DataProtectionUnwrap)
        );
    }
}

/// <summary>The framework creates it from the type's name in the stored key.</summary>
internal sealed class DataProtectionUnwrap(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var keys = services.GetRequiredService<OpenVault>().Tools.Keys;
        // Format 1 of the key file had a single root key, and what was wrapped with it names none; it is the oldest of the ring.
        var id = encryptedElement.Attribute("key")?.Value ?? keys.DataProtection[^1].Id;
        var plain = Envelope.Decrypt(
            keys.DataProtection.First(k => k.Id == id).Key,
            Convert.FromBase64String(encryptedElement.Value),
            DataProtectionWrap.AdditionalData
        );
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
