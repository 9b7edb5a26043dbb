using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Deployments;
using SecretsDashboard.Vault.Tests.Members;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Seals;

/// <summary>An attacker who can write the database, but does not have the key, gains nothing.</summary>
public sealed class Forged_rows : VaultTestWithForger
{
    private const string AllColumns = """
        "Id", "ServiceId", "StoreId", "Name", "Expires", "Allowed", "Denied", "Created", "Modified", "Hash", "ValueUsed"
        """;

    [Fact]
    public async Task A_credential_that_was_inserted_with_the_hash_of_a_known_text_is_unknown()
    {
        var id = NewId.At(Host.Now);
        var (text, hash) = TokenText.New(TokenText.ServiceCredential, id);
        await ForgeAsync(
            $"""
            INSERT INTO "ServiceCredentials" ({AllColumns})
            SELECT $id, "ServiceId", "StoreId", 'forged', NULL, '', '', "Created", "Modified", $hash, 1 FROM "ServiceCredentials"
            """,
            ("$id", id),
            ("$hash", hash)
        );

        var decision = await Host.RefusedAsync(Caller.WithCredential(text, ReaderSteps.ClientAddress));

        Assert.Equal("This credential is not known.", decision.Authorization.Reason);
        Assert.Equal($"ServiceCredentials {id}", Assert.Single((await VerifyAsync()).Forged).ToString());
        Assert.Equal("first value", await Host.ValueAsync(Caller));
    }

    [Fact]
    public async Task A_credential_that_was_copied_to_another_service_reads_nothing()
    {
        var other = await Host.ServiceAsync(Scopes.Workers, name: "other");
        await ForgeAsync("""UPDATE "ServiceCredentials" SET "ServiceId" = $other""", ("$other", other.Value));

        var decision = await Host.RefusedAsync(Caller);

        Assert.Equal("The stored data about you were changed by another program.", decision.Authorization.Reason);
    }

    [Theory]
    [InlineData("""UPDATE "ServiceCredentials" SET "Expires" = 'never', "Allowed" = 'anywhere', "PreviousUntil" = x'00'""")]
    [InlineData("""UPDATE "Services" SET "Kind" = 'any', "Name" = 7 WHERE "Kind" = 1""")]
    [InlineData("""UPDATE "WorkloadIdentities" SET "ServiceId" = (SELECT "Id" FROM "Services" WHERE "Name" = 'llm'), "StoreId" = 7""")]
    [InlineData("""UPDATE "ApiTokens" SET "Level" = 'all', "Disabled" = 'no', "Allowed" = 'anywhere', "Name" = x'00'""")]
    [InlineData("""UPDATE "Members" SET "Disabled" = 'no', "SecurityStamp" = x'00', "Email" = 7""")]
    [InlineData("""UPDATE "Sessions" SET "Created" = 'now', "Stamp" = x'00'""")]
    public async Task A_row_whose_columns_can_not_be_read_is_forged_and_no_fault(string sql)
    {
        Caller[] callers = [Caller, Caller.WithWorkload(Workload, ReaderSteps.ClientAddress), Token.AsCaller(), Host.Owner.Caller];
        var before = await StandingsAsync(callers);
        await ForgeAsync(sql);

        var after = await StandingsAsync(callers);

        Assert.All(before, standing => Assert.Equal(Standing.Good, standing));
        Assert.Contains(Standing.Forged, after);
        Assert.All(after, standing => Assert.True(standing is Standing.Good or Standing.Forged));
    }

    private async Task<List<Standing?>> StandingsAsync(Caller[] callers)
    {
        var standings = new List<Standing?>();
        foreach (var caller in callers)
        {
            var identity = await Host.Vault.Gate.IdentifyAsync(caller);
            standings.Add(identity.Member?.Standing ?? identity.Token?.Actor.Standing ?? identity.Service?.Standing);
        }
        return standings;
    }

    [Fact]
    public async Task A_binding_that_was_pointed_to_another_secret_delivers_nothing_and_is_still_a_dependant()
    {
        await ForgeAsync("""UPDATE "Bindings" SET "SecretId" = $other WHERE "Name" = 'KEY'""", ("$other", Other.Value));

        await Host.RefusedAsync(Caller);

        var problem = Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecret(Other)), "secret_in_use")[0];
        Assert.Equal("KEY", Assert.Single(problem.Dependants!).Variable);
    }

    [Fact]
    public async Task A_binding_that_was_inserted_delivers_nothing()
    {
        await ForgeAsync(
            """
            INSERT INTO "Bindings" ("ServiceId", "Name", "SecretId", "SecretName", "StoreId", "Created", "Seal")
            SELECT "ServiceId", 'STOLEN', $other, 'OTHER', "StoreId", "Created", "Seal" FROM "Bindings" WHERE "Name" = 'KEY'
            """,
            ("$other", Other.Value)
        );

        Assert.True((await Host.RefusedAsync(Caller, "STOLEN")).HiddenTarget);
    }

    [Theory]
    [InlineData(""" "Scopes" = 15 """)]
    [InlineData(""" "VersionId" = (SELECT "VersionId" FROM "Secrets" WHERE "Name" = 'OTHER') """)]
    [InlineData(""" "VersionNumber" = 9 """)]
    public async Task A_secret_that_was_changed_is_delivered_to_nobody_and_its_name_stays_taken(string change)
    {
        await ForgeAsync($"""UPDATE "Secrets" SET {change} WHERE "Name" = 'STRIPE'""");

        Assert.Equal(CheckResult.Failed, (await Host.RefusedAsync(Caller)).Scope.Result);
        Expect.Outside(await Host.AskAsync(Host.Owner, new EditSecret(Secret, null, Description: new() { Comment = "noted" })));
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateSecrets(Store, [VaultSampleData.New("STRIPE")])),
            "secret_name_already_exists"
        );
        Assert.Equal($"Secrets {Secret}", Assert.Single((await VerifyAsync()).Forged).ToString());
    }

    [Fact]
    public async Task A_secret_whose_older_row_was_put_back_is_named_by_verify()
    {
        var before = (string)
            Scalar(
                """SELECT json_object('v', "VersionId", 'n', "VersionNumber", 's', hex("Seal")) FROM "Secrets" WHERE "Name" = 'STRIPE'"""
            )!;
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, null, new NewValue(Plaintext.TryFrom("second value"))));
        Assert.True((await VerifyAsync()).IsWhole);

        await ForgeAsync(
            """
            UPDATE "Secrets" SET "VersionId" = json_extract($before, '$.v'), "VersionNumber" = json_extract($before, '$.n'),
                "Seal" = unhex(json_extract($before, '$.s')) WHERE "Name" = 'STRIPE'
            """,
            ("$before", before)
        );

        // The row is genuine, so it is served: only the log knows that it is not the newest.
        Assert.Equal("first value", await Host.ValueAsync(Caller));
        var verdict = await VerifyAsync();
        Assert.Empty(verdict.Forged);
        Assert.Equal(new OlderSecret(Secret.Value, "STRIPE", 1, 2), Assert.Single(verdict.Older));
        Assert.Contains("Older: secret STRIPE", (await RunVerbAsync("audit", "verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_was_inserted_grants_nothing()
    {
        await ForgeAsync(
            """
            INSERT INTO "MemberRoles" ("UserId", "RoleId", "Seal")
            SELECT $member, r."RoleId", r."Seal" FROM "MemberRoles" r JOIN "Roles" n ON n."Id" = r."RoleId"
            WHERE n."Name" = 'Super Administrator' LIMIT 1
            """,
            ("$member", Reporter.Id.Value)
        );

        Expect.Refused(await Host.AskAsync(Reporter, new InviteMember("friend@example.com", Roles.SuperAdministrator)));
    }

    [Fact]
    public async Task A_forged_role_still_counts_for_the_rule_of_the_last_super_administrator()
    {
        var second = await Host.MemberAsync(Roles.SuperAdministrator);
        await ForgeAsync("""UPDATE "MemberRoles" SET "Seal" = NULL WHERE "UserId" = $second""", ("$second", second.Id.Value));

        Expect.Refused(await Host.AskAsync(second, new ListMembersAndInvited(new PageRequest(1, 20))));
        // The second one could do nothing, so the first one stays the last.
        Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveMember(Host.Owner.Id)), "last_super_administrator");
        Expect.Done(await Host.AskAsync(Host.Owner, new RemoveMember(second.Id)));
    }

    [Fact]
    public async Task The_last_super_administrator_can_not_be_removed_because_their_role_was_forged()
    {
        var administering = await Host.AccountTokenAsync(TokenSteps.Input(TokenLevel.Edit) with { Administer = true });
        await ForgeAsync("""UPDATE "MemberRoles" SET "Seal" = NULL WHERE "UserId" = $owner""", ("$owner", Host.Owner.Id.Value));

        Expect.Refused(await Host.AskAsync(Host.Owner, new InviteMember("friend@example.com", Roles.Reporter)));
        Expect.Failed(await Host.AskAsync(administering.AsCaller(), new RemoveMember(Host.Owner.Id)), "last_super_administrator");
    }

    [Fact]
    public async Task The_last_super_administrator_can_not_lose_a_role_that_was_forged()
    {
        var administering = await Host.AccountTokenAsync(TokenSteps.Input(TokenLevel.Edit) with { Administer = true });
        await ForgeAsync("""UPDATE "MemberRoles" SET "Seal" = NULL WHERE "UserId" = $owner""", ("$owner", Host.Owner.Id.Value));

        var change = new GiveRoles(Host.Owner.Id.Value, Roles.Reporter, null);

        Expect.Failed(await Host.AskAsync(administering.AsCaller(), change), "last_super_administrator");
    }

    [Theory]
    [InlineData("""UPDATE "Members" SET "Disabled" = 1 WHERE "Id" = $owner""")]
    [InlineData("""UPDATE "MemberRoles" SET "RoleId" = (SELECT "Id" FROM "Roles" WHERE "Name" = 'Reporter') WHERE "UserId" = $owner""")]
    public async Task The_last_super_administrator_can_not_be_removed_because_their_columns_were_forged(string sql)
    {
        var administering = await Host.AccountTokenAsync(TokenSteps.Input(TokenLevel.Edit) with { Administer = true });
        await ForgeAsync(sql, ("$owner", Host.Owner.Id.Value));

        Expect.Failed(await Host.AskAsync(administering.AsCaller(), new RemoveMember(Host.Owner.Id)), "last_super_administrator");
    }

    [Fact]
    public async Task A_role_that_was_taken_away_counts_again_if_it_is_put_back_with_its_seal()
    {
        var member = await Host.MemberAsync(Roles.SuperAdministrator);
        var seal = Scalar($"""SELECT hex("Seal") FROM "MemberRoles" WHERE "UserId" = '{member.Id.Value}'""")!;
        var administering = await Host.AccountTokenAsync(TokenSteps.Input(TokenLevel.Edit) with { Administer = true });
        Expect.Done(await Host.AskAsync(administering.AsCaller(), new GiveRoles(member.Id.Value, Roles.Reporter, null)));
        Expect.Refused(await Host.AskAsync(member, new InviteMember("friend@example.com", Roles.Reporter)));

        await ForgeAsync(
            """
            INSERT INTO "MemberRoles" ("UserId", "RoleId", "Seal")
            SELECT $member, "Id", unhex($seal) FROM "Roles" WHERE "Name" = 'Super Administrator'
            """,
            ("$member", member.Id.Value),
            ("$seal", seal)
        );

        // What no seal prevents, as the README says.
        Expect.Done(await Host.AskAsync(member, new InviteMember("friend@example.com", Roles.Reporter)));
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Theory]
    [InlineData("""UPDATE "StoreGrants" SET "Roles" = 7""")]
    [InlineData("""UPDATE "StoreGrants" SET "StoreId" = 'elsewhere'""")]
    public async Task A_grant_that_was_changed_grants_nothing(string sql)
    {
        Assert.True((await Host.MayAsync(Reporter, new BindSecret(Service, Secret, "X").Demand)).Authorization.Failed);
        var own = await Host.ServiceAsync(Scopes.Workers, Store, "own");
        Assert.True((await Host.MayAsync(Reporter, new BindSecret(own, Secret, "X").Demand)).Allowed);

        await ForgeAsync(sql);

        Assert.False((await Host.MayAsync(Reporter, new BindSecret(own, Secret, "X").Demand)).Allowed);
    }

    [Theory]
    [InlineData(""" "Disabled" = 0 """)]
    [InlineData(""" "Disabled" = 0, "PasswordHash" = (SELECT "PasswordHash" FROM "Members" WHERE "Email" = 'boss@example.com') """)]
    public async Task A_member_that_was_changed_can_not_sign_in_and_has_no_valid_session(string change)
    {
        var disabled = await Host.MemberAsync(Roles.SuperAdministrator);
        await Host.DoAsync(Host.Owner, new DisableMember(disabled.Id));
        await ForgeAsync($"""UPDATE "Members" SET {change} WHERE "Id" = $id""", ("$id", disabled.Id.Value));

        Expect.Failed(await Host.SignInAsync(disabled.Email), "invalid_credentials");
        Assert.Equal(Standing.Forged, await Host.StandingAsync(disabled));
        Assert.Equal(Host.Owner.Id, Expect.Done(await Host.SignInAsync(Host.Owner.Email)).Member);
    }

    [Fact]
    public async Task A_session_that_was_inserted_is_refused()
    {
        var id = new string('a', 32);
        await ForgeAsync(
            """
            INSERT INTO "Sessions" ("Id", "MemberId", "Stamp", "Created", "LastSeen", "Address", "Browser", "Seal")
            SELECT $id, "MemberId", "Stamp", "Created", "LastSeen", '', '', "Seal" FROM "Sessions" WHERE "MemberId" = $owner LIMIT 1
            """,
            ("$id", id),
            ("$owner", Host.Owner.Id.Value)
        );

        var identity = await Host.Vault.Gate.IdentifyAsync(Caller.Of(new SessionId(id), null));

        Assert.Equal(Standing.Forged, identity.Member!.Standing);
        Assert.Equal(Standing.Good, await Host.StandingAsync(Host.Owner));
    }

    [Theory]
    [InlineData("""UPDATE "ApiTokens" SET "Level" = 4""")]
    [InlineData("""UPDATE "ApiTokens" SET "LimitedToStores" = 0""")]
    [InlineData("""UPDATE "ApiTokens" SET "Expires" = NULL""")]
    [InlineData("""UPDATE "ApiTokens" SET "Allowed" = '0.0.0.0/0'""")]
    public async Task A_token_that_was_changed_is_refused(string sql)
    {
        Assert.Equal(Standing.Good, await Host.StandingAsync(Token.AsCaller()));

        await ForgeAsync(sql + """ , "Name" = 'changed' """);

        Assert.Equal(Standing.Forged, await Host.StandingAsync(Token.AsCaller()));
    }

    [Fact]
    public async Task A_store_that_was_added_to_a_token_is_not_reached_by_it()
    {
        var elsewhere = await Host.StoreAsync("elsewhere");
        await ForgeAsync(
            """INSERT INTO "ApiTokenStores" ("TokenId", "StoreId", "Seal") SELECT "TokenId", $store, "Seal" FROM "ApiTokenStores" """,
            ("$store", elsewhere.Value)
        );

        var stores = Expect.Done(await Host.AskAsync(Token.AsCaller(), new ListStores()));

        Assert.Equal([Store], stores.Select(s => s.Id));
    }

    [Fact]
    public async Task An_edit_of_a_token_does_not_seal_a_store_that_was_added_to_it()
    {
        var elsewhere = await Host.StoreAsync("elsewhere");
        await ForgeAsync(
            """INSERT INTO "ApiTokenStores" ("TokenId", "StoreId", "Seal") SELECT "TokenId", $store, "Seal" FROM "ApiTokenStores" """,
            ("$store", elsewhere.Value)
        );
        var shown = await Host.DoAsync(Host.Owner, new GetToken(TokenSide.Account, Token.Token.Id));

        Assert.Equal([Store], shown.Stores!.Select(s => s.Id));

        var same = TokenSteps.Input(TokenLevel.Read, [.. shown.Stores!.Select(s => s.Id)]) with { Name = "renamed" };
        await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, Token.Token.Id, same));

        Assert.Equal([Store], Expect.Done(await Host.AskAsync(Token.AsCaller(), new ListStores())).Select(s => s.Id));
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task An_invitation_that_was_inserted_or_changed_lets_nobody_join()
    {
        var link = OneTimeToken.New();
        await ForgeAsync("""UPDATE "Invitations" SET "TokenHash" = $hash""", ("$hash", SHA256.HashData(Encoding.ASCII.GetBytes(link))));
        Expect.Failed(await Host.AcceptAsync(link), "invitation_invalid");

        var second = await Host.InviteAsync(Host.Owner, "second@example.com");
        await ForgeAsync("""UPDATE "Invitations" SET "Roles" = 1 WHERE "Email" = 'second@example.com'""");
        Expect.Failed(await Host.AcceptAsync(second.Token), "invitation_invalid");
    }

    [Fact]
    public async Task A_workload_that_was_mapped_to_another_service_is_refused()
    {
        var caller = Caller.WithWorkload(Workload, ReaderSteps.ClientAddress);
        Assert.Equal("first value", await Host.ValueAsync(caller));
        await ForgeAsync("""UPDATE "WorkloadIdentities" SET "ServiceId" = $other""", ("$other", Gateway.Value));

        Assert.Equal("The stored data about you were changed by another program.", (await Host.RefusedAsync(caller)).Authorization.Reason);
    }

    [Theory]
    [InlineData("""UPDATE "Services" SET "Kind" = 4""")]
    [InlineData("""UPDATE "Services" SET "StoreId" = (SELECT "Id" FROM "Stores")""")]
    public async Task A_service_that_was_changed_reads_nothing(string sql)
    {
        await ForgeAsync($"""{sql} WHERE "Id" = $id""", ("$id", Service.Value));

        Assert.Equal("The stored data about you were changed by another program.", (await Host.RefusedAsync(Caller)).Authorization.Reason);
        Expect.Outside(await Host.AskAsync(Host.Owner, new BindSecret(Service, Other, "MORE")));
    }

    [Fact]
    public async Task A_worker_that_was_changed_keeps_its_name_and_gets_no_upload()
    {
        await Host.DoAsync(Host.Owner, new DeployWorker("forged", null, Uploads.Of()));
        await ForgeAsync("""UPDATE "Services" SET "Seal" = NULL WHERE "Name" = 'forged'""");

        Expect.Failed(await Host.AskAsync(Host.Owner, new DeployWorker("forged", null, Uploads.Of())), "stored_data_forged");
        Assert.Single((await VerifyAsync()).Forged);
    }

    [Fact]
    public async Task A_provider_key_that_was_changed_is_not_sent()
    {
        var caller = (await Host.CredentialAsync(Gateway)).AsCaller();
        Expect.Done(await Host.AskAsync(caller, new UseProviderKey("llm", "openai", null))).Dispose();
        await ForgeAsync("""UPDATE "ProviderConfigs" SET "Provider" = 'groq'""");

        Expect.Refused(await Host.AskAsync(caller, new UseProviderKey("llm", "groq", null)));
    }

    [Fact]
    public async Task A_data_protection_key_that_was_inserted_or_changed_is_never_parsed()
    {
        Assert.Equal("encrypted", Assert.Single(Host.Vault.XmlKeys.GetAllElements()).Value);

        await ForgeAsync(
            """
            INSERT INTO "DataProtectionKeys" ("FriendlyName", "Xml", "Seal") SELECT 'key-2', '<key>', "Seal" FROM "DataProtectionKeys"
            """
        );
        Assert.Equal("encrypted", Assert.Single(Host.Vault.XmlKeys.GetAllElements()).Value);

        await ForgeAsync("""UPDATE "DataProtectionKeys" SET "Xml" = '<key' WHERE "FriendlyName" = 'key-1'""");
        Assert.Empty(Host.Vault.XmlKeys.GetAllElements());
        Assert.Equal(["DataProtectionKeys key-1", "DataProtectionKeys key-2"], (await VerifyAsync()).Forged.Select(r => r.ToString()));
    }

    [Fact]
    public async Task A_new_secret_for_a_provider_key_does_not_seal_a_forged_config()
    {
        var config = (await Host.DoAsync(Host.Owner, new ListProviderConfigs("llm"))).Configs.Single().Id;
        var key = await Host.SecretAsync(Store, "ANOTHER", Scopes.AiGateway, "sk-2");
        await ForgeAsync("""UPDATE "ProviderConfigs" SET "Provider" = 'groq'""");

        var edit = new EditProviderConfig("llm", config, key, new ProviderChanges(null, null, null));

        Expect.Failed(await Host.AskAsync(Host.Owner, edit), "stored_data_forged");
        Assert.Equal("ProviderConfigs", Assert.Single((await VerifyAsync()).Forged).Table);
    }

    [Fact]
    public async Task A_change_never_seals_a_forged_row()
    {
        await ForgeAsync("""UPDATE "ApiTokens" SET "Level" = 4""");

        Expect.Failed(await Host.AskAsync(Host.Owner, new RollToken(TokenSide.Account, Token.Token.Id)), "stored_data_forged");

        Assert.Single((await VerifyAsync()).Forged);
        Expect.Done(await Host.AskAsync(Host.Owner, new DeleteToken(TokenSide.Account, Token.Token.Id)));
        Assert.Empty((await VerifyAsync()).Forged);
    }

    [Fact]
    public async Task A_reset_mark_in_the_database_seals_nothing_again()
    {
        await ForgeAsync("""UPDATE "Installations" SET "SealKeyId" = NULL""");
        await ForgeAsync("""UPDATE "Secrets" SET "Scopes" = 15, "Seal" = NULL WHERE "Name" = 'STRIPE'""");
        await Host.ReopenAsync();

        await Host.RefusedAsync(Caller);
        Assert.Single((await VerifyAsync()).Forged);
    }

    [Fact]
    public async Task A_removed_installation_row_stops_the_start_and_seals_nothing_again()
    {
        var stop = await Assert.ThrowsAsync<StartupException>(() => ForgeAsync("""DELETE FROM "Installations" """));

        Assert.Contains("the row that names its account was removed", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_whose_other_rows_were_removed_too_seals_nothing_again()
    {
        var stop = await Assert.ThrowsAsync<StartupException>(() =>
            ForgeAsync(
                """
                DELETE FROM "SetupMarks"; DELETE FROM "Members"; DELETE FROM "AuditEntries"; DELETE FROM "AuditTail";
                DELETE FROM "Installations";
                """
            )
        );

        Assert.Contains("the row that names its account was removed", stop.Message, StringComparison.Ordinal);
    }

    // The decision is made on the cached row, which is genuine.
    [Fact]
    public async Task A_token_that_was_changed_while_it_is_cached_issues_nothing_beyond_its_end()
    {
        var input = TokenSteps.Input(TokenLevel.Edit) with { Administer = true, Expires = new Expiry(Host.Now.AddDays(1)) };
        var issuer = await Host.AccountTokenAsync(input);
        Expect.Done(await Host.AskAsync(issuer.AsCaller(), new ListStores()));
        await using (var db = Host.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"""UPDATE "ApiTokens" SET "Expires" = NULL WHERE "Id" = {issuer.Token.Id.Value}""");
        }

        var issued = await Host.AskAsync(issuer.AsCaller(), new CreateToken(TokenSide.Account, TokenSteps.Input()));

        Assert.IsNotType<Done<NewToken>>(issued);
    }

    [Fact]
    public async Task The_console_accepts_rows_that_were_changed_on_purpose()
    {
        await ForgeAsync("""UPDATE "Secrets" SET "Scopes" = 15 WHERE "Name" = 'STRIPE'""");
        Assert.Equal(1, (await RunVerbAsync("audit", "verify")).Code);

        var accepted = await RunVerbAsync("audit", "seals", "--accept");

        Assert.Equal(0, accepted.Code);
        Assert.Contains($"Accepted: Secrets {Secret} is sealed as it is.", accepted.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunVerbAsync("audit", "verify")).Code);
        await Host.ReopenAsync();
        Assert.Equal("first value", await Host.ValueAsync(Caller));
        var row = Assert.Single(await Host.AuditAsync(), r => r is { TargetKind: "Seals", ActorKind: Vault.Audit.ActorKind.Console });
        Assert.Contains(Secret.Value, row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trigger_or_a_view_that_another_program_created_is_named_by_verify()
    {
        await ForgeAsync(
            """
            CREATE TRIGGER undo AFTER DELETE ON "MemberRoles"
            BEGIN INSERT INTO "MemberRoles" SELECT OLD."UserId", OLD."RoleId", OLD."Seal"; END;
            CREATE VIEW hidden AS SELECT 1;
            UPDATE "Revisions" SET "Number" = "Number";
            """
        );

        var verified = await RunVerbAsync("audit", "verify");

        Assert.Equal(1, verified.Code);
        Assert.Contains("Foreign: the database contains the trigger undo", verified.Output, StringComparison.Ordinal);
        Assert.Contains("Foreign: the database contains the view hidden", verified.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunVerbAsync("audit", "seals", "--accept")).Code);
    }

    [Fact]
    public async Task A_forged_row_can_not_write_lines_of_its_own_to_the_console()
    {
        await ForgeAsync("""UPDATE "Services" SET "Id" = "Id" || char(10) || 'All is well.' WHERE "Id" = $id""", ("$id", Service.Value));

        var (_, output) = await RunVerbAsync("audit", "verify");

        Assert.Contains($"Services {Service}\uFFFDAll is well. was written", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_forged_rows_of_one_table_hide_none_of_another()
    {
        var found = new ForgedRows();
        for (var i = 0; i < 1_000; i++)
        {
            found.Add(new ForgedRow("Secrets", $"{i}"));
        }
        found.Add(new ForgedRow("MemberRoles", "member/role"));

        Assert.Equal(ForgedRows.MaxOfOneTable + 1, found.All.Count);
        Assert.Contains(found.All, row => row.Table == "MemberRoles");
    }

    [Fact]
    public async Task The_home_page_and_the_log_name_a_forged_row_once_it_was_found()
    {
        var log = new FoundRows();
        await ForgeAsync("""UPDATE "Secrets" SET "Scopes" = 15 WHERE "Name" = 'OTHER'""");
        await Host.ReopenAsync(log: log);
        Assert.Empty((await Host.DoAsync(Host.Owner, new ViewHome())).Forged);

        await Host.Vault.Sweep.RunAsync();
        await Host.Vault.Sweep.RunAsync();

        Assert.Equal($"Secrets {Other}", Assert.Single((await Host.DoAsync(Host.Owner, new ViewHome())).Forged).ToString());
        Assert.Empty((await Host.DoAsync(await Host.MemberAsync(Roles.Deployer), new ViewHome())).Forged);
        Assert.Single(log, line => line.Contains($"Secrets {Other}", StringComparison.Ordinal));
    }

    private sealed class FoundRows : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Add(formatter(state, exception));
    }
}
