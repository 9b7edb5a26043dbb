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
    public void Each_operation_is_listed_in_operations_md_with_its_act_and_aim()
    {
        var actual = All.Select(Row).Order(StringComparer.Ordinal).ToList();
        var listed = Listed().Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();

        Assert.True(
            actual.SequenceEqual(listed),
            $"Put into operations.md, in order:\n{string.Join('\n', actual.Except(listed))}\nTake out of it:\n{string.Join('\n', listed.Except(actual))}"
        );
    }

    [Fact]
    public void Each_operation_is_a_sealed_public_record_and_either_a_look_or_a_change() =>
        Assert.All(
            All,
            type =>
            {
                Assert.True(type is { IsSealed: true, IsPublic: true }, type.Name);
                Assert.NotNull(type.GetMethod("<Clone>$"));
                Assert.True(Kind(type) is "look" or "change", type.Name);
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
    public void A_look_demands_an_act_of_looking_and_a_change_demands_another_act()
    {
        Act[] looking =
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

        Assert.All(All.Where(t => Kind(t) == "look"), t => Assert.Contains(Sample(t, filled: true).Demand.Act, looking));
        Assert.All(All.Where(t => Kind(t) == "change"), t => Assert.DoesNotContain(Sample(t, filled: true).Demand.Act, looking[..4]));
    }

    [Fact]
    public void Each_change_that_is_aimed_at_a_service_is_listed_in_the_activity_even_of_a_busy_service()
    {
        AimKind[] services = [AimKind.Service, AimKind.Binding, AimKind.Worker, AimKind.Upload, AimKind.Gateway, AimKind.ProviderKey];

        Assert.All(
            All.Where(t => Kind(t) == "change").Select(t => Sample(t, filled: true).Demand).Where(d => services.Contains(d.Aim.Kind)),
            d => Assert.Contains(d.Act, ServiceActivity.AtServices)
        );
    }

    [Fact]
    public void Each_change_that_is_aimed_at_a_secret_is_listed_in_the_activity_even_of_a_busy_secret()
    {
        AimKind[] secrets = [AimKind.Secret, AimKind.Binding, AimKind.Upload, AimKind.ProviderKey];

        Assert.All(
            All.Where(t => Kind(t) == "change").Select(t => Sample(t, filled: true).Demand).Where(d => secrets.Contains(d.Aim.Kind)),
            d => Assert.Contains(d.Act, SecretActivity.AtSecrets)
        );
    }

    private static string Row(Type type)
    {
        Demand[] demands = [Sample(type, filled: false).Demand, Sample(type, filled: true).Demand];
        var words = demands.Distinct().Select(d => (d.Act, Aim: d.Aim.Kind)).Distinct().ToList();
        return $"| {type.Namespace!.Split('.')[^1]}/{type.Name} | {Kind(type)} | {string.Join(", ", words.Select(w => w.Act).Distinct())} | {string.Join(" or ", words.Select(w => w.Aim).Distinct())} |";
    }

    private static string Kind(Type type) =>
        type.BaseType!.GetGenericTypeDefinition() == typeof(Change<>) ? "change"
        : type.BaseType.GetGenericTypeDefinition() == typeof(Reading<>) ? "look"
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
