using System.Reflection;

namespace SecretsDashboard.Client.Tests;

/// <summary>A program outside speaks HTTP only: the client knows nothing of the server's code.</summary>
public sealed class The_wall
{
    private static readonly Assembly Client = typeof(SecretsDashboardClient).Assembly;

    [Fact]
    public void Nothing_of_ours_and_nothing_of_a_server_is_referenced() =>
        Assert.DoesNotContain(
            Client.GetReferencedAssemblies(),
            name =>
                name.Name!.StartsWith("SecretsDashboard", StringComparison.Ordinal)
                || name.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name.Name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        );

    [Fact]
    public void What_is_public_is_what_is_meant_to_be() =>
        Assert.Equal(
            [
                "SecretName",
                "SecretValue",
                "SecretsDashboardClient",
                "SecretsDashboardException",
                "SecretsDashboardExtensions",
                "SecretsDashboardFailure",
                "SecretsDashboardOptions",
            ],
            Client.GetExportedTypes().Select(type => type.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Nothing_that_holds_a_value_or_a_credential_is_a_record_which_would_print_it() =>
        Assert.DoesNotContain(
            Client.GetTypes(),
            type =>
                type.GetMethod("<Clone>$") is not null
                && type.GetProperties().Any(p => p.Name is "Value" or "Credential" or "CredentialFile")
        );
}
