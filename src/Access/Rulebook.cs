using static SecretsDashboard.Access.Grounds;

namespace SecretsDashboard.Access;

/// <summary>One row of the decision table.</summary>
/// <param name="Title">The row in words, as <c>/roles</c> shows it.</param>
/// <param name="Acts">The acts that the row covers.</param>
/// <param name="Allowed">Any one of these grounds is enough.</param>
/// <param name="AccountWide">True where a right on a single store is not enough.</param>
/// <param name="ScopeChecked">The acts of the row in which a service
/// consumes a secret, so that the secret's scopes are checked too.</param>
public sealed record Rule(string Title, IReadOnlyList<Act> Acts, Grounds Allowed, bool AccountWide, IReadOnlyList<Act> ScopeChecked);

/// <summary>The act × grounds table: the only place that defines rights. The decision enforces it and <c>/roles</c> displays it.</summary>
public static class Rulebook
{
    internal const Grounds EveryRole = SuperAdministrator | Admin | Deployer | Reporter;
    internal const Grounds EveryPermission = Read | Bind | Manage | Edit | Administer;

    /// <summary>The rows in the order in which they are shown.</summary>
    public static IReadOnlyList<Rule> Table { get; } =
    [
        Row("View metadata of stores, secrets, services and bindings", EveryRole | Read | Bind | Manage | Edit, Act.ViewMetadata),
        Row("View the activity of one secret or service", EveryRole, Act.ViewActivity),
        Row(
            "Create, edit, duplicate and delete secrets",
            SuperAdministrator | Admin | Manage | Edit,
            Act.CreateSecret,
            Act.EditSecret,
            Act.DuplicateSecret,
            Act.DeleteSecret
        ),
        Account("Create and delete stores", SuperAdministrator | Admin | Manage | Edit, Act.CreateStore, Act.DeleteStore),
        Row(
            "Register and remove services; bind, unbind, associate, deploy",
            SuperAdministrator | Deployer | Bind | Edit,
            Act.RegisterService,
            Act.RemoveService,
            Act.Bind,
            Act.Unbind,
            Act.Associate,
            Act.Deploy
        ) with
        {
            ScopeChecked = [Act.Bind, Act.Associate, Act.Deploy],
        },
        Row("List one's own bindings; resolve a bound value", Service, Act.ListOwnBindings, Act.Resolve) with
        {
            ScopeChecked = [Act.Resolve],
        },
        Row(
            "Issue, roll and revoke a service's credential; map a workload identity",
            SuperAdministrator | Administer,
            Act.IssueCredential,
            Act.RollCredential,
            Act.RevokeCredential,
            Act.MapWorkloadIdentity,
            Act.UnmapWorkloadIdentity
        ),
        Account("View members (everyone sees themselves)", SuperAdministrator | Reporter | Administer | Self, Act.ViewMembers),
        Account(
            "Invite, disable and remove members; roles, store grants, account tokens",
            SuperAdministrator | Administer,
            Act.InviteMember,
            Act.RemoveMember,
            Act.DisableMember,
            Act.ChangeRoles,
            Act.ManageAccountTokens
        ),
        Row("Manage one's own tokens, never above one's own rights", EveryRole, Act.ManageOwnTokens),
        Row("Manage one's own password and sessions", Self, Act.ManageOwnAccount),
        Row("View the audit log", SuperAdministrator | Reporter | Administer, Act.ViewAudit),
        Account(
            "Create a token, reset a member's password, verify the audit log",
            Grounds.Console,
            Act.CreateTokenAtConsole,
            Act.ResetPassword,
            Act.VerifyAudit
        ),
        Account("Set up, sign in, accept an invitation", Anonymous, Act.SetUp, Act.SignIn, Act.AcceptInvitation),
    ];

    private static readonly Rule?[] ByAct = Index();
    private static readonly bool[] ScopeCheckedActs = [.. ByAct.Select((rule, act) => rule?.ScopeChecked.Contains((Act)act) ?? false)];

    /// <summary>The row that covers an act.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not an act.</exception>
    public static Rule RuleOf(Act act) =>
        (uint)act < (uint)ByAct.Length && ByAct[(int)act] is { } rule
            ? rule
            : throw new ArgumentOutOfRangeException(nameof(act), "Not an act of the table.");

    /// <summary>Whether a service consumes a secret in this act, so that the second check applies.</summary>
    public static bool ChecksScope(Act act) => ScopeCheckedActs[(int)act];

    // Stryker disable once Boolean : the table is built before a mutant is switched on. Changed by hand, TableTests fail.
    private static Rule Row(string title, Grounds allowed, params Act[] acts) =>
        new(title, [.. acts], allowed, AccountWide: false, ScopeChecked: []);

    // Stryker disable once Boolean : as above.
    private static Rule Account(string title, Grounds allowed, params Act[] acts) =>
        new(title, [.. acts], allowed, AccountWide: true, ScopeChecked: []);

    private static Rule?[] Index()
    {
        var index = new Rule?[Enum.GetValues<Act>().Max(a => (int)a) + 1];
        foreach (var rule in Table)
        {
            foreach (var act in rule.Acts)
            {
                // Stryker disable once String : the table has each act once; a second row would fail at the first use.
                index[(int)act] = index[(int)act] is null ? rule : throw new InvalidOperationException($"{act} is in two rows.");
            }
        }
        return index;
    }
}
