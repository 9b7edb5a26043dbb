using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Tests.Seals;

/// <summary>Every column of the database is sealed, or has a reason why nothing rests on it.</summary>
public sealed class Columns_without_a_seal : VaultTest
{
    private const string Shown = "It is only shown.",
        Times = "Times of use and of changes are only shown.",
        Uses = "Uses are counted and shown; no decision depends on them.",
        LastSeen = "It changes with each use. Setting it forward keeps a session at most until its absolute limit, which rests on Created.",
        Framework = "ASP.NET Core Identity brings it; nothing reads it.",
        Mac = "It has a MAC of its own: the audit log's chain.",
        Cipher = "The cipher's additional data bind it: a value opens only in its own row.";

    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["ApiTokens.Created"] = Times,
        ["ApiTokens.LastUsed"] = Times,
        ["ApiTokens.LastUsedFrom"] = Times,
        ["ApiTokens.Modified"] = Times,
        ["ApiTokens.Revision"] = "It only makes concurrent changes fail.",
        ["ApiTokens.Revoked"] = Shown,
        ["AuditEntries.*"] = Mac,
        ["Bindings.Created"] = Times,
        ["Bindings.LastUsed"] = Uses,
        ["BindingChanges.*"] = "It says that a name changed; the value is read again, with both checks.",
        ["DataProtectionKeys.Id"] = "It only orders them.",
        ["DeploymentModules.*"] = Shown,
        ["Deployments.*"] = Shown,
        ["HoursOfReads.*"] = Uses,
        ["Installations.*"] = "The key file is checked against it at the start; the marks that matter are in the key file.",
        ["Invitations.Created"] = Times,
        ["KnownDevices.*"] = "A known device gives no right: it selects which counter of failures applies.",
        ["AspNetUserClaims.*"] = Framework,
        ["AspNetUserLogins.*"] = Framework,
        ["AspNetUserTokens.*"] = Framework,
        ["Members.AccessFailedCount"] = Framework,
        ["Members.ConcurrencyStamp"] = "It only makes concurrent changes fail.",
        ["Members.Created"] = Times,
        ["Members.EmailConfirmed"] = Framework,
        ["Members.LastSignIn"] = Times,
        ["Members.LockoutEnabled"] = Framework,
        ["Members.LockoutEnd"] = Framework,
        ["Members.NormalizedUserName"] = Framework,
        ["Members.PhoneNumber"] = Framework,
        ["Members.PhoneNumberConfirmed"] = Framework,
        ["Members.TwoFactorEnabled"] = Framework,
        ["Members.UserName"] = Framework,
        ["ProviderConfigs.Created"] = Times,
        ["ProviderConfigs.LastUsed"] = Times,
        ["ProviderConfigs.Modified"] = Times,
        ["ProviderConfigs.WasAccepted"] = Shown,
        ["AspNetRoleClaims.*"] = Framework,
        ["Revisions.*"] = "It orders changes; an older number makes the caches forget, a newer one too.",
        ["Roles.*"] = "The program knows the ids of the four roles; their names are only shown.",
        ["SecretVersions.*"] = Cipher,
        ["Secrets.Comment"] = Shown,
        ["Secrets.Owner"] = "It is a note, and gives no right.",
        ["Secrets.Created"] = Times,
        ["Secrets.LastUsed"] = Uses,
        ["Secrets.LastUsedBy"] = Uses,
        ["Secrets.Modified"] = Times,
        ["Secrets.Revision"] = "It only makes concurrent changes fail.",
        ["Secrets.SearchText"] = "Only lists are searched by it.",
        ["ServiceCredentials.Created"] = Times,
        ["ServiceCredentials.LastUsed"] = Times,
        ["ServiceCredentials.LastUsedFrom"] = Times,
        ["ServiceCredentials.Modified"] = Times,
        ["ServiceCredentials.ValueUsed"] = "It only decides how long a roll keeps the value before the last one.",
        ["Services.Created"] = Times,
        ["Services.LastUsed"] = Uses,
        ["Services.Modified"] = Times,
        ["Sessions.Address"] = Shown,
        ["Sessions.Browser"] = Shown,
        ["Sessions.Ended"] = "Taking it back is putting an older row back, which no seal prevents: the stamp ends sessions for good.",
        ["Sessions.LastSeen"] = LastSeen,
        ["SetupMarks.*"] = "Without it, set-up needs the code that only the console shows.",
        ["Stores.*"] = "A store grants nothing: the rows that name it are sealed.",
        ["UnknownDeviceFailures.*"] = "It only slows guessing down.",
        ["WorkloadIdentities.Created"] = Times,
        ["WorkloadIdentities.LastUsed"] = Times,
        ["WorkloadIdentities.LastUsedFrom"] = Times,
    };

    [Fact]
    public async Task Every_column_is_sealed_or_has_a_reason_why_not()
    {
        var columns = (await ColumnsAsync()).ToList();
        var sealedColumns = SealedTable.All.SelectMany(t => t.Columns.Append(SealedTable.Seal).Select(c => $"{t.Name}.{c}")).ToHashSet();

        Assert.Subset(columns.ToHashSet(), sealedColumns);
        var without = columns.Where(c => !sealedColumns.Contains(c)).ToList();
        Assert.Equal([], without.Where(c => !Exempt.ContainsKey(c) && !Exempt.ContainsKey($"{c.Split('.')[0]}.*")));
        Assert.Equal([], Exempt.Keys.Where(e => !without.Exists(c => c == e || e == $"{c.Split('.')[0]}.*")));
    }

    private async Task<IEnumerable<string>> ColumnsAsync()
    {
        await using var db = Host.OpenDb();
        return db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()}"));
    }
}
