using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>The outcome of one SDK call.</summary>
/// <param name="Result">The return value of the method, or nothing when it threw.</param>
/// <param name="Thrown">The exception that it threw.</param>
/// <param name="Received">The unchanged bodies of the server's responses.</param>
internal sealed record SdkResult(JsonElement Result, SdkException? Thrown, IReadOnlyList<string> Received)
{
    public JsonElement Done =>
        Thrown is null ? Result : throw new InvalidOperationException($"The SDK threw {Thrown.Kind}: {Thrown.Message}");

    /// <summary>The call was refused with this class of the SDK, status and code, and a message that holds the words.</summary>
    public void Refused(string kind, int status, int code, string message)
    {
        Assert.True(Thrown is not null, $"It was not refused but returned {Result}.");
        Assert.Equal((kind, status), (Thrown.Kind, Thrown.Status));
        var error = Assert.Single(Thrown.Errors);
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}

/// <param name="Kind">The name of the SDK's error class.</param>
/// <param name="Status">The HTTP status, if the server answered.</param>
/// <param name="Errors">The errors of the envelope.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record SdkException(string Kind, int? Status, IReadOnlyList<ErrorItem> Errors, string Message);

internal sealed record ErrorItem(int Code, string Message);
