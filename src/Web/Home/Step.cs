using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Home;

namespace SecretsDashboard.Web.Home;

/// <summary>One step of "Getting started".</summary>
/// <param name="Decision">Whether this member may do it.</param>
/// <param name="IsDone">Null when this member isn't allowed to know.</param>
public sealed record Step(string Title, string Why, string Href, Decision Decision, bool? IsDone)
{
    /// <summary>The requests whose decisions <see cref="Of"/> expects, in its order.</summary>
    public static IReadOnlyList<Demand> Demands { get; } =
    [
        new(Act.CreateStore, TargetReference.Account),
        new(Act.CreateSecret, TargetReference.Anywhere),
        new(Act.InviteMember, TargetReference.Account),
        new(Act.RegisterService, TargetReference.Anywhere),
        // Act.Bind needs a secret to be decided; Act.Unbind has the same rule.
        new(Act.Unbind, TargetReference.Anywhere),
    ];

    public static IReadOnlyList<Step> Of(HomeCounts counts, IReadOnlyList<Decision> may) =>
        [
            new(
                "Create a store",
                "Secrets live in stores: one for each environment or team, for instance.",
                "stores",
                may[0],
                counts.Stores > 0
            ),
            new(
                "Create a secret",
                "Its value goes in once; scopes say which kinds of service may read it.",
                "secrets/new",
                may[1],
                counts.Secrets > 0
            ),
            new(
                "Invite a member",
                "By a one-time link. Keeping, deploying and auditing are separate roles.",
                "members",
                may[2],
                counts.Members is { } members ? members > 1 || counts.Invitations > 0 : null
            ),
            new(
                "Register a service",
                "What consumes secrets: a Worker, an AI gateway, a container.",
                "services",
                may[3],
                counts.Services > 0
            ),
            new("Bind a secret to it", "Under the variable name that the service's code reads.", "services", may[4], counts.Bindings > 0),
        ];
}
