using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>What a call of the SDK ended with.</summary>
/// <param name="Result">What the method returned, or nothing when it threw.</param>
/// <param name="Thrown">What it threw.</param>
/// <param name="Received">The bodies of the server's answers, as they came.</param>
internal sealed record Answer(JsonElement Result, Thrown? Thrown, IReadOnlyList<string> Received)
{
    public JsonElement Done =>
        Thrown is null ? Result : throw new InvalidOperationException($"The SDK threw {Thrown.Kind}: {Thrown.Message}");

    /// <summary>The call was refused with this class of the SDK, status and code, and a message that holds the words.</summary>
    public void Refused(string kind, int status, int code, string words)
    {
        Assert.True(Thrown is not null, $"It was not refused but returned {Result}.");
        Assert.Equal((kind, status), (Thrown.Kind, Thrown.Status));
        var error = Assert.Single(Thrown.Errors);
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}

/// <param name="Kind">The name of the SDK's error class.</param>
/// <param name="Status">The HTTP status, if the server answered.</param>
/// <param name="Errors">The errors of the envelope.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record Thrown(string Kind, int? Status, IReadOnlyList<ErrorItem> Errors, string Message);

internal sealed record ErrorItem(int Code, string Message);
