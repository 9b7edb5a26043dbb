using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Two spellings of an address are one address, wherever it is given (as
/// in the advisory GHSA-fg5x-7whg-6c28 it was not).</summary>
public sealed class One_address_in_two_spellings : VaultTest
{
    public static TheoryData<string> Spellings =>
        [
            "BOSS@EXAMPLE.COM",
            " boss@example.com\t",
            "\u00a0Boss@Example.com\u3000",
            "ｂｏｓｓ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "bo\u017f\u017f@example.com",
            "𝐛𝐨𝐬𝐬@example.com",
        ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_address_in_another_spelling_signs_in_the_same_member(string spelling) =>
        Assert.Equal(Host.Owner.Id, Expect.Done(await Host.SignInAsync(spelling)).Member);

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_address_in_another_spelling_cannot_be_used_to_invite_a_second_member(string spelling) =>
        Expect.Failed(await Host.AskAsync(Host.Owner, new InviteMember(spelling, Roles.Reporter)), "member_already_exists");

    [Theory]
    [InlineData("GUEST@EXAMPLE.COM")]
    [InlineData("ｇｕｅｓｔ@example.com")]
    [InlineData("gue\u017ft@example.com")]
    public async Task An_invitation_to_another_spelling_of_an_address_replaces_the_earlier_one(string spelling)
    {
        var first = await Host.InviteAsync(Host.Owner);

        var second = await Host.InviteAsync(Host.Owner, spelling);

        Assert.True(second.Replaced);
        Expect.Failed(await Host.ViewInvitationAsync(first.Token), "invitation_invalid");
        Expect.Done(await Host.AcceptAsync(second.Token));
        Expect.Done(await Host.SignInAsync("guest@example.com", VisitorSteps.NewPassword));
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_address_in_another_spelling_resets_the_password_of_the_same_member(string spelling)
    {
        var link = Expect.Done(await Host.AskAsync(Caller.Console, new ResetPassword(spelling)));

        Expect.Done(await Host.AcceptAsync(link.Token));
        Assert.Equal(Host.Owner.Id, Expect.Done(await Host.SignInAsync(Host.Owner.Email, VisitorSteps.NewPassword)).Member);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_address_in_another_spelling_has_the_same_known_device(string spelling)
    {
        var device = Expect.Done(await Host.SignInAsync(Host.Owner.Email)).Device;
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);

        Expect.Done(await Host.SignInAsync(spelling, from: Caller.Anonymous(null, "", device)));
    }
}
