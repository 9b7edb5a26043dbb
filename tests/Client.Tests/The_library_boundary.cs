using System.Reflection;

namespace SecretsDashboard.Client.Tests;

/// <summary>The client uses only HTTP and does not depend on the server's code.</summary>
public sealed class The_library_boundary
{
    private static readonly Assembly Client = typeof(SecretsDashboardClient).Assembly;

    [Fact]
    public void The_client_references_no_server_code_and_no_server_framework() =>
        Assert.DoesNotContain(
            Client.GetReferencedAssemblies(),
            name =>
                name.Name!.StartsWith("SecretsDashboard", StringComparison.Ordinal)
                || name.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name.Name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        );

    [Fact]
    public void Only_the_intended_types_of_the_client_are_public() =>
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
    public void No_type_that_holds_a_value_or_a_credential_is_a_record_that_would_print_it() =>
        Assert.DoesNotContain(
            Client.GetTypes(),
            type =>
                type.GetMethod("<Clone>$") is not null
                && type.GetProperties().Any(p => p.Name is "Value" or "Credential" or "CredentialFile")
        );
}
