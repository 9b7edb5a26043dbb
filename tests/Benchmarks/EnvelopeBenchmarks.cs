using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Benchmarks;

/// <summary>Encrypting and decrypting 1 KiB, beside the AES-256-GCM calls alone. An envelope makes two of each, and a data key.</summary>
[MemoryDiagnoser]
public class EnvelopeBenchmarks
{
    private static readonly EnvelopeContext Context = new(
        new string('a', 32),
        new string('b', 32),
        new string('c', 32),
        new string('d', 32)
    );

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32),
        _nonce = new byte[12],
        _plain = new byte[1024],
        _cipher = new byte[1024],
        _tag = new byte[16];
    private Envelope _envelope = null!;
    private Plaintext _value = null!;
    private EncryptedValue _encrypted;

    [GlobalSetup]
    public void Prepare()
    {
        _envelope = new Envelope(new KeyRing(new string('e', 32), RandomNumberGenerator.GetBytes(32)));
        _value = Plaintext.TryFrom(new string('v', 1024))!;
        _encrypted = _envelope.Encrypt(_value, Context);
        RawEncrypt();
    }

    [Benchmark(Baseline = true)]
    public void RawEncrypt()
    {
        using var aes = new AesGcm(_key, 16);
        aes.Encrypt(_nonce, _plain, _cipher, _tag);
    }

    [Benchmark]
    public void RawDecrypt()
    {
        using var aes = new AesGcm(_key, 16);
        aes.Decrypt(_nonce, _cipher, _tag, _plain);
    }

    [Benchmark]
    public int Encrypt() => _envelope.Encrypt(_value, Context).Ciphertext.Length;

    [Benchmark]
    public int Open()
    {
        using var value = _envelope.Decrypt(_encrypted, Context);
        return value.Length;
    }
}
