using static SecretsDashboard.Access.Tests.AccessSampleData;

namespace SecretsDashboard.Access.Tests;

/// <summary>Names from outside: only the exact name of a role is a role (similar products were attacked with confusable names).</summary>
public sealed class NameTests
{
    [Fact]
    public void The_four_roles_are_found_by_their_names()
    {
        Assert.Equal(["Super Administrator", "Admin", "Deployer", "Reporter"], RoleNames.All.Select(role => role.Name));
        Assert.Equal(
            ["Super Administrator", "Secrets Store Admin", "Secrets Store Deployer", "Secrets Store Reporter"],
            RoleNames.All.Select(role => role.DisplayName)
        );
        Assert.Equal(SingleRoles, RoleNames.All.Select(role => role.Role));
        Assert.All(RoleNames.All, role => Assert.Equal(role.Role, RoleNames.Find(role.Name)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("admin")]
    [InlineData("ADMIN")]
    [InlineData("Admin ")]
    [InlineData(" Admin")]
    [InlineData("Admin\0")]
    [InlineData("Admin\u200B")] // zero-width space
    [InlineData("\u0410dmin")] // Cyrillic A
    [InlineData("\uFF21dmin")] // full-width A
    [InlineData("Adm\u0131n")] // dotless i
    [InlineData("SuperAdministrator")]
    [InlineData("super administrator")]
    [InlineData("Super\u00A0Administrator")] // no-break space
    [InlineData("Super  Administrator")]
    [InlineData("Secrets Store Admin")] // a name for screens, not of an Identity role
    [InlineData("Admin,Deployer")]
    [InlineData("2")]
    public void A_name_that_resembles_a_roles_name_is_not_a_role(string? name) => Assert.Null(RoleNames.Find(name!));

    [Fact]
    public void The_six_scopes_are_found_by_their_wire_names()
    {
        Assert.Equal(["workers", "ai_gateway", "dex", "access", "containers", "websearch"], ScopeNames.All.Select(scope => scope.WireName));
        Assert.Equal(
            ["Workers", "AI Gateway", "DEX", "Access", "Containers", "Web Search"],
            ScopeNames.All.Select(scope => scope.DisplayName)
        );
        Assert.Equal(SingleScopes, ScopeNames.All.Select(scope => scope.Scope));
        Assert.All(ScopeNames.All, scope => Assert.Equal(scope.Scope, ScopeNames.Find(scope.WireName)));
    }

    [Theory]
    [InlineData("ai-gateway", Scopes.AiGateway)]
    [InlineData(" ai-gateway ", Scopes.AiGateway)]
    [InlineData(" workers", Scopes.Workers)]
    public void A_scopes_name_may_have_surrounding_spaces_and_a_hyphen_in_ai_gateway(string name, Scopes scope) =>
        Assert.Equal(scope, ScopeNames.Find(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Workers")]
    [InlineData("AI Gateway")]
    [InlineData("ai gateway")]
    [InlineData("ai_gateway\0")]
    [InlineData("work\u200Bers")]
    [InlineData("w\u043Erkers")] // Cyrillic o
    [InlineData("web_search")]
    [InlineData("web-search")]
    [InlineData("workers,dex")]
    [InlineData("None")]
    [InlineData("*")]
    [InlineData("1")]
    public void A_name_that_resembles_a_scopes_name_is_not_a_scope(string? name) => Assert.Null(ScopeNames.Find(name));

    [Fact]
    public void A_set_of_scopes_is_valid_when_it_is_not_empty_and_every_bit_is_known() =>
        Assert.All(
            Enumerable.Range(0, 256),
            bits =>
            {
                Assert.Equal(bits is > 0 and < 64, ScopeNames.IsValidSet((Scopes)bits));
                Assert.Equal(bits is 1 or 2 or 4 or 8 or 16 or 32, ScopeNames.IsSingle((Scopes)bits));
            }
        );

    [Fact]
    public void Sets_of_roles_and_of_scopes_are_described_in_words()
    {
        Assert.Equal("no role", RoleNames.Describe(Roles.None));
        Assert.Equal("Admin and Reporter", RoleNames.Describe(Roles.Admin | Roles.Reporter));
        Assert.Equal("Workers, DEX and Web Search", ScopeNames.Describe(Scopes.Workers | Scopes.Dex | Scopes.WebSearch));
        Assert.Equal("", ScopeNames.Describe(Scopes.None));
    }

    [Fact]
    public void Only_a_single_ground_has_a_name()
    {
        Assert.Equal("", GroundNames.Name(Grounds.None));
        Assert.Equal("", GroundNames.Name(Grounds.Admin | Grounds.Reporter));
        Assert.All(
            Enum.GetValues<Grounds>().Where(ground => ground != Grounds.None),
            ground => Assert.NotEqual("", GroundNames.Name(ground))
        );
    }

    [Fact]
    public void The_text_of_an_id_is_its_value_and_a_default_id_has_an_empty_text()
    {
        var types = typeof(StoreId)
            .Assembly.GetTypes()
            .Where(type => type.IsValueType && type.Name.EndsWith("Id", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(typeof(SessionId), types);
        Assert.All(
            types,
            type =>
            {
                Assert.Equal("0123", Activator.CreateInstance(type, "0123")!.ToString());
                Assert.Equal("", Activator.CreateInstance(type)!.ToString());
            }
        );
    }
}
