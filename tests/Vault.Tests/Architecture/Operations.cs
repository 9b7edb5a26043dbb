using System.Reflection;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Tests.Architecture;

/// <summary>operations.md lists every operation with its demand, for people to read:
/// a new operation without a row fails, and so does a changed demand.</summary>
public sealed class Operations
{
    private static IEnumerable<Type> All =>
        typeof(Operation).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Operation)) && !t.IsAbstract);

    [Fact]
    public void Each_operation_is_listed_in_operations_md_with_its_act_and_target()
    {
        var actual = All.Select(Row).Order(StringComparer.Ordinal).ToList();
        var listed = Listed().Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();

        Assert.True(
            actual.SequenceEqual(listed),
            $"Put into operations.md, in order:\n{string.Join('\n', actual.Except(listed))}\nTake out of it:\n"
                + $"{string.Join('\n', listed.Except(actual))}"
        );
    }

    [Fact]
    public void Each_operation_is_a_sealed_public_record_and_either_a_read_or_a_change() =>
        Assert.All(
            All,
            type =>
            {
                Assert.True(type is { IsSealed: true, IsPublic: true }, type.Name);
                Assert.NotNull(type.GetMethod("<Clone>$"));
                Assert.True(Kind(type) is "read" or "change", type.Name);
            }
        );

    [Fact]
    public void No_operation_can_be_defined_outside_the_vault()
    {
        var bases = new[] { typeof(Operation), typeof(Operation<>), typeof(Reading<>), typeof(Change<>) };

        Assert.All(
            bases,
            b =>
                Assert.All(
                    b.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                        .Where(c => c.GetParameters().Length == 0),
                    c => Assert.True(c.IsFamilyAndAssembly, b.Name)
                )
        );
        Assert.All(
            ["get_Demand", "RunAsync"],
            name =>
                Assert.True(
                    (typeof(Operation<>).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!)
                        is { IsAbstract: true, IsAssembly: true },
                    name
                )
        );
    }

    [Fact]
    public void A_read_demands_an_act_of_reading_and_a_change_demands_another_act()
    {
        Act[] reading =
        [
            Act.ViewMetadata,
            Act.ViewActivity,
            Act.ViewMembers,
            Act.ViewAudit,
            Act.VerifyAudit,
            Act.ManageOwnAccount,
            Act.AcceptInvitation,
            Act.ManageOwnTokens,
            Act.ManageAccountTokens,
            Act.IssueCredential,
            Act.MapWorkloadIdentity,
            Act.ListOwnBindings,
            Act.Resolve,
        ];

        Assert.All(All.Where(t => Kind(t) == "read"), t => Assert.Contains(Sample(t, filled: true).Demand.Act, reading));
        Assert.All(All.Where(t => Kind(t) == "change"), t => Assert.DoesNotContain(Sample(t, filled: true).Demand.Act, reading[..4]));
    }

    [Fact]
    public void Each_act_of_the_decision_table_is_demanded_by_an_operation() =>
        Assert.Equal(
            Enum.GetValues<Act>(),
            All.SelectMany(type => new[] { Sample(type, filled: false).Demand.Act, Sample(type, filled: true).Demand.Act })
                .Distinct()
                .Order()
        );

    [Fact]
    public void Each_change_that_targets_a_service_is_listed_in_the_activity_even_of_a_busy_service()
    {
        TargetReferenceKind[] services =
        [
            TargetReferenceKind.Service,
            TargetReferenceKind.Binding,
            TargetReferenceKind.Worker,
            TargetReferenceKind.Upload,
            TargetReferenceKind.Gateway,
            TargetReferenceKind.ProviderKey,
        ];

        Assert.All(
            All.Where(t => Kind(t) == "change").Select(t => Sample(t, filled: true).Demand).Where(d => services.Contains(d.Target.Kind)),
            d => Assert.Contains(d.Act, ServiceActivity.AtServices)
        );
    }

    [Fact]
    public void Each_change_that_targets_a_secret_is_listed_in_the_activity_even_of_a_busy_secret()
    {
        TargetReferenceKind[] secrets =
        [
            TargetReferenceKind.Secret,
            TargetReferenceKind.Binding,
            TargetReferenceKind.Upload,
            TargetReferenceKind.ProviderKey,
        ];

        Assert.All(
            All.Where(t => Kind(t) == "change").Select(t => Sample(t, filled: true).Demand).Where(d => secrets.Contains(d.Target.Kind)),
            d => Assert.Contains(d.Act, SecretActivity.AtSecrets)
        );
    }

    private static string Row(Type type)
    {
        Demand[] demands = [Sample(type, filled: false).Demand, Sample(type, filled: true).Demand];
        var words = demands.Distinct().Select(d => (d.Act, Target: d.Target.Kind)).Distinct().ToList();
        return $"| {type.Namespace!.Split('.')[^1]}/{type.Name} | {Kind(type)} | {string.Join(", ", words.Select(w => w.Act).Distinct())} "
            + $"| {string.Join(" or ", words.Select(w => w.Target).Distinct())} |";
    }

    private static string Kind(Type type) =>
        type.BaseType!.GetGenericTypeDefinition() == typeof(Change<>) ? "change"
        : type.BaseType.GetGenericTypeDefinition() == typeof(Reading<>) ? "read"
        : "?";

    private static Operation Sample(Type type, bool filled) => (Operation)Made(type, filled)!;

    /// <summary>An instance with something in every place, or with nothing where nothing may be given.</summary>
    private static object? Made(Type type, bool filled)
    {
        if (Nullable.GetUnderlyingType(type) is { } optional)
        {
            return filled ? Made(optional, filled) : null;
        }
        if (type == typeof(string))
        {
            return "text";
        }
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return null;
        }
        if (type == typeof(Plaintext))
        {
            return Plaintext.TryFrom("text");
        }
        if (type.IsEnum && Enum.GetValues(type) is { Length: > 0 } named)
        {
            return named.GetValue(filled ? named.Length - 1 : 0);
        }
        if (type.IsPrimitive || type == typeof(DateTimeOffset))
        {
            return Activator.CreateInstance(type);
        }
        if (type.IsGenericType && type.IsInterface)
        {
            return Activator.CreateInstance(
                type.GetGenericArguments() is [var key, var value]
                    ? typeof(Dictionary<,>).MakeGenericType(key, value)
                    : typeof(List<>).MakeGenericType(type.GetGenericArguments())
            );
        }
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        return constructor.Invoke([
            .. constructor.GetParameters().Select(p => !filled && p.HasDefaultValue ? p.DefaultValue : Made(p.ParameterType, filled)),
        ]);
    }

    private static IEnumerable<string> Listed()
    {
        using var reader = new StreamReader(typeof(Operations).Assembly.GetManifestResourceStream("operations.md")!);
        return reader.ReadToEnd().Split('\n');
    }
}
