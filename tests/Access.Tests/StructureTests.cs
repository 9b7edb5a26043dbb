using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace SecretsDashboard.Access.Tests;

/// <summary>Code outside the assembly can't create a permit, a decision or an actor, and the decision can do no I/O.</summary>
public sealed class StructureTests
{
    private static readonly Assembly Access = typeof(Decider).Assembly;
    private const BindingFlags Anything =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData(typeof(Permit))]
    [InlineData(typeof(Decision))]
    [InlineData(typeof(Reach))]
    public void A_permit_a_decision_and_a_reach_cannot_be_created_outside_copied_or_changed(Type type)
    {
        Assert.True(type is { IsClass: true, IsSealed: true });
        Assert.All(
            type.GetConstructors(Anything).Where(constructor => !constructor.IsStatic),
            constructor => Assert.True(constructor.IsAssembly || constructor.IsPrivate)
        );
        Assert.Null(type.GetMethod("<Clone>$")); // A record has it, and `with` then widens it.
        Assert.All(type.GetProperties(Anything), property => Assert.Null(property.SetMethod));
        Assert.All(type.GetFields(Anything), field => Assert.True(field.IsInitOnly));
    }

    [Fact]
    public void No_public_member_hands_out_a_wider_permit_or_reach()
    {
        var makers =
            from type in Access.GetExportedTypes()
            from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            where method.ReturnType == typeof(Permit) || method.ReturnType == typeof(Reach) || method.ReturnType == typeof(Decision)
            select $"{type.Name}.{method.Name}";
        Assert.Equal(["Decider.Decide", "Decision.get_Permit", "Permit.get_Reach", "Reach.get_Nothing"], makers.Order());
    }

    [Fact]
    public void The_stores_of_a_reach_cannot_be_overwritten()
    {
        var stores = AccessSampleData
            .Ask(AccessSampleData.Member(Roles.None, Roles.Admin), Act.EditSecret, Target.In(AccessSampleData.StoreA))
            .Permit!.Reach.Stores;
        Assert.Throws<NotSupportedException>(() => ((IList<StoreId>)stores)[0] = AccessSampleData.StoreB);
    }

    [Fact]
    public void The_rulebook_cannot_be_rewritten() =>
        Assert.All(
            Rulebook.Table,
            rule =>
            {
                Assert.Throws<NotSupportedException>(() => ((IList<Act>)rule.Acts)[0] = Act.Resolve);
                Assert.Throws<NotSupportedException>(() => ((IList<Rule>)Rulebook.Table)[0] = rule);
            }
        );

    [Fact]
    public void No_other_assembly_can_add_a_kind_of_actor()
    {
        Assert.All(typeof(Actor).GetConstructors(Anything), constructor => Assert.True(constructor.IsFamilyAndAssembly));
        Assert.All(Access.GetTypes().Where(type => type.IsSubclassOf(typeof(Actor))), type => Assert.True(type.IsSealed));
        Assert.All([typeof(ConsoleActor), typeof(AnonymousActor)], type => Assert.Empty(type.GetConstructors()));
    }

    [Fact]
    public void Only_the_test_assembly_sees_the_internals_of_the_access_assembly() =>
        Assert.Equal(
            ["SecretsDashboard.Access.Tests"],
            Access.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName)
        );

    [Fact]
    public void Each_role_stands_for_the_column_of_its_name()
    {
        Assert.All(AccessSampleData.SingleRoles, role => Assert.Equal(role.ToString(), RoleGrounds.Of(role).ToString()));
        Assert.Equal(Rulebook.EveryRole, RoleGrounds.Of(AccessSampleData.SingleRoles.Aggregate(Roles.None, (all, role) => all | role)));
        Assert.Equal(Grounds.None, Rulebook.EveryRole & Rulebook.EveryPermission);
    }

    [Fact]
    public void A_bit_that_is_not_a_role_stands_for_no_column() =>
        Assert.All(Enumerable.Range(4, 4), bit => Assert.Equal(Grounds.None, RoleGrounds.Of((Roles)(1 << bit))));

    [Fact]
    public void Zero_is_never_a_right()
    {
        Assert.Equal(0, (int)Roles.None | (int)Grounds.None | (int)Scopes.None);
        Assert.All(
            (Type[])[typeof(Act), typeof(TokenLevel), typeof(Standing), typeof(CheckResult)],
            type => Assert.False(Enum.IsDefined(type, 0))
        );
        Assert.Equal(TargetKind.Nothing, default(Target).Kind);
        Assert.All(Rulebook.Table, rule => Assert.NotEqual(Grounds.None, rule.Allowed));
    }

    [Fact]
    public void The_access_assembly_uses_no_input_or_output_no_clock_and_no_randomness()
    {
        string[] pure =
        [
            "System",
            "System.Collections",
            "System.Collections.Generic",
            "System.Collections.ObjectModel",
            "System.Linq",
            "System.Numerics",
            "System.Reflection",
            "System.Runtime.CompilerServices",
            "System.Runtime.Versioning",
            "System.Diagnostics",
            "System.Text",
            "System.Diagnostics.CodeAnalysis",
            "Microsoft.CodeAnalysis",
        ];
        string[] impure =
        [
            "Console",
            "Environment",
            "Random",
            "DateTime",
            "DateTimeOffset",
            "TimeProvider",
            "Guid",
            "AppDomain",
            "Activator",
            "GC",
            "Lazy`1",
            "Process",
            "Activity",
        ];
        var reached = TypesReferenced().ToList();
        Assert.NotEmpty(reached);
        Assert.DoesNotContain(reached, type => !pure.Contains(type.Namespace) || impure.Contains(type.Name));
    }

    [Fact]
    public void The_access_assembly_references_only_the_base_class_library() =>
        Assert.Empty(
            Access
                .GetReferencedAssemblies()
                .Select(name => name.Name)
                .Except(["System.Runtime", "System.Collections", "System.Linq", "System.Memory", "System.ObjectModel"])
        );

    private static IEnumerable<(string Namespace, string Name)> TypesReferenced()
    {
        using var file = new PEReader(File.OpenRead(Access.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .TypeReferences.Select(metadata.GetTypeReference)
                .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference)
                .Select(type => (metadata.GetString(type.Namespace), metadata.GetString(type.Name))),
        ];
    }
}
