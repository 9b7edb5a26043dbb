using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current facts about the caller and the target, read in the transaction that uses them.</summary>
internal sealed class CurrentFacts
{
    private static readonly TokenActor UnknownToken = new(default, Standing.Unknown, null, administer: false, stores: null);

    private static readonly ServiceActor UnknownService = new(default, Standing.Unknown);

    private readonly Statements _statements;
    private SessionFacts? _session;

    private CurrentFacts(Statements statements, Caller caller, DateTimeOffset now) =>
        (_statements, Caller, Now) = (statements, caller, now);

    public Caller Caller { get; }
    public DateTimeOffset Now { get; }
    public Actor Actor { get; private set; } = AnonymousActor.Instance;

    /// <summary>The member's e-mail, the token's name, or the names of the
    /// service and its credential or workload, for the audit row.</summary>
    public string? ActorName { get; private set; }

    /// <summary>Null if the caller is not a token, or an unknown one.</summary>
    public TokenFacts? Token { get; private set; }

    /// <summary>Null if the caller is not a service, has an unknown credential, or is a workload without a mapping.</summary>
    public ServiceFacts? Service { get; private set; }

    /// <param name="readCache">The writer's cache, in a write transaction.</param>
    public static async ValueTask<CurrentFacts> ReadAsync(
        Statements statements,
        Caller caller,
        VaultTools tools,
        ReadCache? readCache = null
    )
    {
        var facts = new CurrentFacts(statements, caller, tools.Time.GetUtcNow());
        if (caller.IsConsole)
        {
            facts.Actor = ConsoleActor.Instance;
        }
        else if (caller.Session is { } session)
        {
            facts._session = await SessionFacts.ReadAsync(statements, session, tools.Limits, facts.Now);
            (facts.Actor, facts.ActorName) = (facts._session.Actor, facts._session.Email);
        }
        else if (caller.Token is { } claim)
        {
            var row = readCache is null ? await TokenRow.ReadAsync(statements, claim.Id) : await readCache.TokenAsync(statements, claim);
            facts.Token = TokenFacts.Evaluate(row, claim, statements.Seals, caller.Address, facts.Now);
            (facts.Actor, facts.ActorName) = (facts.Token?.Actor ?? UnknownToken, facts.Token?.Name);
        }
        else if (caller is not { Credential: null, Workload: null })
        {
            facts.Service = await ReadCallingServiceAsync(statements, caller, readCache, facts.Now);
            (facts.Actor, facts.ActorName) = (facts.Service?.Actor ?? UnknownService, facts.Service?.AuditName ?? caller.Workload?.Name);
        }
        return facts;
    }

    private static async ValueTask<ServiceFacts?> ReadCallingServiceAsync(
        Statements statements,
        Caller caller,
        ReadCache? readCache,
        DateTimeOffset now
    )
    {
        if (caller.Credential is { } credential)
        {
            var row = readCache is null
                ? await CredentialRow.ReadAsync(statements, credential.Id)
                : await readCache.CredentialAsync(statements, credential);
            return CredentialFacts.Evaluate(row, credential, statements.Seals, caller.Address, now);
        }
        var workload = caller.Workload!;
        var mapped = readCache is null
            ? await WorkloadRow.ReadAsync(statements, workload)
            : await readCache.WorkloadAsync(statements, workload);
        return WorkloadFacts.Evaluate(mapped, workload, now);
    }

    /// <summary>Resolves a demand's ids: to a store, a service's kind and a secret's scopes, or to nothing.</summary>
    public async ValueTask<ResolvedDemand> ResolveAsync(Demand demand)
    {
        if (demand.Target.Kind is TargetReferenceKind.OwnBindings or TargetReferenceKind.OwnBinding or TargetReferenceKind.OwnProviderKey)
        {
            return await ResolveOwnAsync(demand);
        }
        if (demand.Target.Kind is TargetReferenceKind.Worker or TargetReferenceKind.Upload)
        {
            return await new UploadFacts(_statements, Actor, demand).ResolveAsync();
        }
        var reference = demand.Target.Kind is TargetReferenceKind.Gateway or TargetReferenceKind.ProviderKey
            ? await GatewayFacts.LocateAsync(_statements, Actor, demand)
            : demand.Target;
        var secret = reference is { Kind: TargetReferenceKind.Binding, Name: { } named }
            ? (await TargetRows.FindLiveSecretAsync(_statements, reference.Within, named))?.Id
            : reference.SecondId;
        var (target, kind, scopes, name) = await ResolveReferenceAsync(demand.Act, reference, secret);
        var service = reference.Kind is TargetReferenceKind.Service or TargetReferenceKind.Binding ? reference.Id : null;
        return new(new Question(Actor, demand.Act, target, kind, scopes), reference, name, new ResolvedIds(service, secret));
    }

    /// <summary>Records that the session, the token, the credential or the workload was used, at most once a minute. A request of an open
    /// page does not renew its session, because the page may have refreshed itself (<see cref="Members.SessionTimes.RenewAsync"/>). A
    /// service's reads and refusals are recorded too, for every operation.</summary>
    public void RecordUse(WriteTransaction transaction, in ResolvedDemand demand, Audit.AuditResult result)
    {
        transaction.Usage.Record(transaction.Statements, demand, result, Now);
        Token?.RecordUse(transaction, Caller.Address, Now);
        Service?.RecordUse(transaction, Caller.Address, Now);
        if (!Caller.IsOpenPage)
        {
            _session?.RecordUse(transaction, Now);
        }
    }

    /// <summary>A service's names are looked up only among its own bindings: no name leads to another service's binding.</summary>
    private async ValueTask<ResolvedDemand> ResolveOwnAsync(Demand demand)
    {
        if (Service is not { } own)
        {
            return new(new Question(Actor, demand.Act, Target.Nothing), demand.Target, null, ResolvedIds.None);
        }
        if (demand.Target.Kind == TargetReferenceKind.OwnProviderKey)
        {
            var key = await OwnBindingFacts.ReadKeyAsync(_statements, own, demand.Target);
            return new(
                new Question(Actor, demand.Act, key.Target, own.Kind, key.Scopes),
                key.Reference,
                key.Name ?? GatewayFacts.NameOf(demand.Target.Within!, demand.Target.SecondId),
                key.Ids
            );
        }
        if (demand.Target.Name is not { } name)
        {
            return new(
                new Question(Actor, demand.Act, Target.Of(own.Actor.Id), own.Kind),
                TargetReference.To(own.Actor.Id),
                own.ServiceName,
                new ResolvedIds(own.Actor.Id.Value)
            );
        }
        var found = await OwnBindingFacts.ReadAsync(_statements, own, name);
        return new(new Question(Actor, demand.Act, found.Target, own.Kind, found.Scopes), found.Reference, name, found.Ids);
    }

    private async ValueTask<(Target Target, Scopes Kind, Scopes SecretScopes, string? Name)> ResolveReferenceAsync(
        Act act,
        TargetReference reference,
        string? secret
    ) =>
        reference.Kind switch
        {
            TargetReferenceKind.Account => (Target.Account, Scopes.None, Scopes.None, null),
            TargetReferenceKind.Anywhere => (Target.Anywhere, Scopes.None, Scopes.None, null),
            TargetReferenceKind.Self => (Actor is MemberActor m ? Target.Self(m.Id) : Target.Nothing, Scopes.None, Scopes.None, null),
            TargetReferenceKind.Store => await ReadStoreAsync(reference.Id),
            TargetReferenceKind.Secret => await TargetRows.FindSecretAsync(_statements, reference.Id) is { } s
            && (reference.Within is null || reference.Within == s.StoreId)
                ? (Target.In(new StoreId(s.StoreId)), Scopes.None, s.Scopes, s.Name)
                : Nowhere,
            TargetReferenceKind.Service => await ReadServiceAsync(act, reference.Id) is { } s
                ? (s.Target, s.Kind, Scopes.None, s.Name)
                : Nowhere,
            TargetReferenceKind.Binding => await ReadBindingAsync(act, reference.Id, secret),
            _ => Nowhere, // The default reference resolves to nothing, which is refused.
        };

    private static (Target, Scopes, Scopes, string?) Nowhere => (Target.Nothing, Scopes.None, Scopes.None, null);

    private async ValueTask<(Target, Scopes, Scopes, string?)> ReadStoreAsync(string? id) =>
        await TargetRows.FindStoreAsync(_statements, id) is { } name
            ? (Target.In(new StoreId(id!)), Scopes.None, Scopes.None, name)
            : Nowhere;

    private async ValueTask<(Target Target, Scopes Kind, string Name)?> ReadServiceAsync(Act act, string? id)
    {
        if (await TargetRows.FindServiceAsync(_statements, id) is not { } service)
        {
            return null;
        }
        var target = service.StoreId is { } store ? Target.In(new StoreId(store)) : Target.Account;
        // A service of the account is outside the grants on single stores, so it does not exist for a caller who has only those. A caller
        // with the act's right in the account reaches it without the right to view everything.
        var seesTheAccount =
            Decider.Decide(new Question(Actor, Act.ViewMetadata, Target.Account)).Allowed
            || Decider.Decide(new Question(Actor, act, Target.Account)).Allowed;
        return target.Kind == TargetKind.Account && !seesTheAccount && Actor.Standing == Standing.Good
            ? null
            : (target, service.Kind, service.Name);
    }

    private async ValueTask<(Target, Scopes, Scopes, string?)> ReadBindingAsync(Act act, string? serviceId, string? secretId)
    {
        if (await ReadServiceAsync(act, serviceId) is not { } service)
        {
            return Nowhere;
        }
        var secret = await TargetRows.FindSecretAsync(_statements, secretId);
        // A service of a store consumes only secrets of that store; any other is treated as not found.
        var reached = service.Target.Kind == TargetKind.Account || service.Target.Store.Value == secret?.StoreId ? secret : null;
        return (reached is null ? Target.Nothing : service.Target, service.Kind, reached?.Scopes ?? Scopes.None, service.Name);
    }
}
