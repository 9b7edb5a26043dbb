using System.Security.Cryptography;

namespace SecretsDashboard.E2E.Canaries;

/// <summary>A unique value: finding it anywhere else means that it leaked.</summary>
internal static class Canary
{
    /// <summary>Makes a value of at least 30 characters whose every window of 24 is unique to it.</summary>
    public static string New() => $"canary-{RandomNumberGenerator.GetHexString(40, lowercase: true)}";
}
