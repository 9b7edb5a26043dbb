using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>The gate keeps what a token's reading found, and answers the same reading from it until something changes.</summary>
public sealed class Cached_readings : VaultTest
{
    private int _looks;

    [Fact]
    public async Task A_remembered_reading_is_not_looked_up_again_and_leaves_an_audit_row_each_time()
    {
        var (caller, reading) = ((await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller(), Counted(TargetReference.Anywhere));

        await DoAsync(caller, reading);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await DoAsync(caller, reading);

        Assert.Equal(1, _looks);
        var rows = (await Host.AuditAsync())[^2..];
        Assert.Equal(2, rows.Select(r => r.RequestId).Distinct().Count());
        Assert.Equal(TimeSpan.FromSeconds(1), rows[1].At - rows[0].At);
        Assert.Equal(Said(rows[0]), Said(rows[1]));
        Assert.Empty(ChainCheck.Broken(Host));

        static object Said(Vault.Audit.AuditEntry row) =>
            (
                row.ActorKind,
                row.ActorId,
                row.ActorName,
                row.Address,
                row.Act,
                (row.TargetKind, row.TargetId, row.TargetName, row.StoreId),
                row.Authorization,
                row.AuthorizationReason,
                row.Scope,
                row.Result,
                row.Details
            );
    }

    [Fact]
    public async Task A_reading_is_remembered_for_tokens_with_equal_rights_and_for_nobody_else()
    {
        var store = await Host.StoreAsync();
        var (reading, other) = (Counted(TargetReference.To(store)), Counted(TargetReference.To(store)) with { Rows = 2 });
        var (first, second) = (await Host.AccountTokenAsync(TokenLevel.Read), await Host.AccountTokenAsync(TokenLevel.Read));
        await DoAsync(first.AsCaller(), reading);
        await DoAsync(first.AsCaller(), other);
        Assert.Equal(2, _looks);

        // The first reading of a token is made for it, so that an unknown token can't notice what others have read.
        await DoAsync(second.AsCaller(), reading);
        await DoAsync(second.AsCaller(), other);
        Assert.Equal(3, _looks);

        Caller[] others =
        [
            (await Host.AccountTokenAsync(TokenLevel.Edit)).AsCaller(),
            (await Host.AccountTokenAsync(TokenLevel.Read, store)).AsCaller(),
            (await Host.AccountTokenAsync(TokenSteps.Input(TokenLevel.Read) with { Administer = true })).AsCaller(),
            Host.Owner.Caller,
        ];
        foreach (var caller in others)
        {
            var before = _looks;
            await DoAsync(caller, reading);
            await DoAsync(caller, other);
            Assert.Equal(before + 2, _looks);
        }
    }

    [Fact]
    public async Task A_reading_that_others_have_made_is_decided_and_audited_for_each_token()
    {
        var store = await Host.StoreAsync();
        var (reading, other) = (Counted(TargetReference.To(store)), Counted(TargetReference.To(store)) with { Rows = 2 });
        var (first, second) = (await Host.AccountTokenAsync(TokenLevel.Read), await Host.AccountTokenAsync(TokenLevel.Read));
        await DoAsync(first.AsCaller(), reading);
        await DoAsync(second.AsCaller(), other);

        await DoAsync(second.AsCaller(), reading);
        Assert.Equal(second.Token.Id.Value, (await Host.AuditAsync())[^1].ActorId);

        await Host.DoAsync(Host.Owner, new DisableToken(TokenSide.Account, second.Token.Id));
        Expect.Refused(await Host.AskAsync(second.AsCaller(), reading));
        await DoAsync(first.AsCaller(), reading);
    }

    [Fact]
    public async Task A_remembered_reading_is_forgotten_when_this_process_changes_anything()
    {
        var store = await Host.StoreAsync();
        var secret = await Host.SecretAsync(store, "KEY", comment: "before");
        var caller = (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller();
        Assert.Equal("before", (await DoAsync(caller, new FindSecret(store, secret))).Description.Comment);
        Assert.Equal("before", (await DoAsync(caller, new FindSecret(store, secret))).Description.Comment);

        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, Description: new() { Comment = "after" }));
        Assert.Equal("after", (await DoAsync(caller, new FindSecret(store, secret))).Description.Comment);

        await Host.DoAsync(Host.Owner, new DeleteSecret(secret));
        Expect.Failed(await Host.AskAsync(caller, new FindSecret(store, secret)), "secret_not_found");
    }

    [Fact]
    public async Task A_change_evicts_only_the_readings_that_it_touches()
    {
        var (touched, other) = (await Host.StoreAsync("touched"), await Host.StoreAsync("other"));
        var secret = await Host.SecretAsync(touched, "KEY");
        var caller = (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller();
        var (ofTouched, ofOther, ofAll) = (
            Counted(TargetReference.To(touched)),
            Counted(TargetReference.To(other)) with
            {
                Rows = 2,
            },
            Counted(TargetReference.Anywhere)
        );
        await LookAsync(expected: 3);
        await LookAsync(expected: 3);

        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, Description: new() { Comment = "after" }));
        await LookAsync(expected: 5);

        await Host.DoAsync(Host.Owner, new CreateToken(TokenSide.Account, TokenSteps.Input()));
        await LookAsync(expected: 6);

        async Task LookAsync(int expected)
        {
            foreach (var reading in new[] { ofTouched, ofOther, ofAll })
            {
                await DoAsync(caller, reading);
            }
            Assert.Equal(expected, _looks);
        }
    }

    [Fact]
    public async Task A_reading_of_one_secret_is_kept_while_others_of_its_store_change()
    {
        var store = await Host.StoreAsync();
        var (secret, other) = (await Host.SecretAsync(store, "KEY"), await Host.SecretAsync(store, "OTHER"));
        var (caller, reading) = ((await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller(), Counted(TargetReference.To(secret, store)));
        await DoAsync(caller, reading);

        await Host.DoAsync(Host.Owner, new EditSecret(other, Revision: null, Description: new() { Comment = "after" }));
        await DoAsync(caller, reading);
        Assert.Equal(1, _looks);

        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, Description: new() { Comment = "after" }));
        await DoAsync(caller, reading);
        Assert.Equal(2, _looks);
    }

    [Fact]
    public async Task A_remembered_reading_is_forgotten_when_another_process_writes()
    {
        var store = await Host.StoreAsync();
        var secret = await Host.SecretAsync(store, "KEY", comment: "before");
        var caller = (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller();
        await DoAsync(caller, new FindSecret(store, secret));
        await DoAsync(caller, new FindSecret(store, secret));

        await using (var other = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance))
        {
            Expect.Done(
                await other.Gate.AskAsync(
                    Host.Owner.Caller,
                    new EditSecret(secret, Revision: null, Description: new() { Comment = "after" })
                )
            );
        }

        Assert.Equal("after", (await DoAsync(caller, new FindSecret(store, secret))).Description.Comment);
    }

    [Fact]
    public async Task A_remembered_reading_is_refused_once_the_token_may_no_longer_read_it()
    {
        var (store, other) = (await Host.StoreAsync(), await Host.StoreAsync("other"));
        var secret = await Host.SecretAsync(store, "KEY");
        var reading = new FindSecret(store, secret);
        var token = await Host.AccountTokenAsync(
            TokenSteps.Input() with
            {
                Expires = new Expiry(Host.Now.AddHours(1)),
                AllowedFrom = ["192.0.2.0/24"],
            }
        );
        await DoAsync(token.AsCaller(), reading);
        await DoAsync(token.AsCaller(), reading);

        Assert.Equal(
            Standing.AddressNotAllowed,
            Expect.Refused(await Host.AskAsync(token.From("198.51.100.1"), reading)).Question.Actor.Standing
        );
        Assert.Equal(
            Standing.Unknown,
            Expect
                .Refused(await Host.AskAsync(Caller.WithToken(Altered(token.Text), TokenSteps.ClientAddress), reading))
                .Question.Actor.Standing
        );
        await DoAsync(token.AsCaller(), reading);

        await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input(TokenLevel.Read, other)));
        Expect.Outside(await Host.AskAsync(token.AsCaller(), reading));
        await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input()));
        await DoAsync(token.AsCaller(), reading);

        await Host.DoAsync(Host.Owner, new DisableToken(TokenSide.Account, token.Token.Id));
        Assert.Equal(Standing.TokenDisabled, Expect.Refused(await Host.AskAsync(token.AsCaller(), reading)).Question.Actor.Standing);
        await Host.DoAsync(Host.Owner, new EnableToken(TokenSide.Account, token.Token.Id));
        await DoAsync(token.AsCaller(), reading);

        Host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Standing.TokenExpired, Expect.Refused(await Host.AskAsync(token.AsCaller(), reading)).Question.Actor.Standing);
    }

    [Fact]
    public async Task A_reading_during_which_something_changed_is_not_remembered()
    {
        var caller = (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller();
        var overtaken = new TestReading(
            new Demand(Act.ViewMetadata, TargetReference.Anywhere),
            async context =>
            {
                if (++_looks == 1)
                {
                    await Host.StoreAsync("in-the-meantime");
                }
                return Unit.Value;
            },
            Rows: 1
        );

        await DoAsync(caller, overtaken);
        await DoAsync(caller, overtaken);
        await DoAsync(caller, overtaken);

        Assert.Equal(2, _looks);
    }

    [Fact]
    public async Task A_reading_between_a_change_and_its_commit_is_not_remembered()
    {
        var caller = (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller();
        var looked = new TaskCompletionSource();
        var early = new TestReading(
            new Demand(Act.ViewMetadata, TargetReference.Anywhere),
            async context =>
            {
                await context.Db.Stores.CountAsync();
                _looks++;
                looked.TrySetResult();
                return Unit.Value;
            },
            Rows: 1
        );
        Task<Outcome<Unit>>? reading = null;
        await Host.DoAsync(
            Host.Owner,
            new TestChange(
                new Demand(Act.CreateStore, TargetReference.Account),
                async context =>
                {
                    context.Db.Add(
                        new Vault.Storage.Store
                        {
                            Id = NewId.At(context.Now),
                            Name = "not committed yet",
                            Created = context.Now,
                            Modified = context.Now,
                        }
                    );
                    await context.Db.SaveChangesAsync();
                    reading = Task.Run(() => Host.AskAsync(caller, early));
                    await looked.Task;
                    return Unit.Value;
                }
            )
        );
        Expect.Done(await reading!);

        await DoAsync(caller, early);

        Assert.Equal(2, _looks);
    }

    [Fact]
    public async Task The_memory_of_readings_is_bounded_and_starts_over_when_it_is_full()
    {
        var caller = (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller();
        var readings = Enumerable.Range(0, 40).Select(i => Counted(TargetReference.Anywhere) with { Rows = 4_000 - i }).ToList();
        foreach (var reading in readings.Concat(readings.TakeLast(1)))
        {
            await DoAsync(caller, reading);
        }
        var before = _looks;

        await DoAsync(caller, readings[0]);

        Assert.Equal((readings.Count, readings.Count + 1), (before, _looks));
    }

    [Fact]
    public async Task A_reading_with_a_big_answer_is_not_remembered()
    {
        var (caller, reading) = (
            (await Host.AccountTokenAsync(TokenLevel.Read)).AsCaller(),
            Counted(TargetReference.Anywhere) with
            {
                Rows = 100_000,
            }
        );

        await DoAsync(caller, reading);
        await DoAsync(caller, reading);

        Assert.Equal(2, _looks);
    }

    private TestReading Counted(TargetReference reference)
    {
        return new(new Demand(Act.ViewMetadata, reference), Look, Rows: 1);

        Task<Result<Unit>> Look(OperationContext context)
        {
            _looks++;
            context.Note.Add("looked", "here");
            return Task.FromResult<Result<Unit>>(Unit.Value);
        }
    }

    private async Task<T> DoAsync<T>(Caller caller, Operation<T> operation) => Expect.Done(await Host.AskAsync(caller, operation));

    // Another token's text with the same id: its random part and its checksum are right in themselves.
    private static string Altered(string text) => TokenText.New(TokenText.ApiToken, TokenText.Read(TokenText.ApiToken, text)!.Id).Text;
}
