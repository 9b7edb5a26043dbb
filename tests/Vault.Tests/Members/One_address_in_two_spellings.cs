using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Two spellings of an address are one address, wherever it is given (as in the advisory GHSA-fg5x-7whg-6c28 it was not).</summary>
public sealed class One_address_in_two_spellings : InAWorld
{
    public static TheoryData<string> Spellings => ["BOSS@EXAMPLE.COM", " boss@example.com\t", "\u00a0Boss@Example.com\u3000", "ｂｏｓｓ＠ｅｘａｍｐｌｅ．ｃｏｍ", "bo\u017f\u017f@example.com", "𝐛𝐨𝐬𝐬@example.com"];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Signs_the_same_member_in(string spelling) => Assert.Equal(World.Boss.Id, Expect.Done(await World.SignInAsync(spelling)).Member);

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Is_no_way_to_a_second_member(string spelling) =>
        Expect.Failed(await World.AskAsync(World.Boss, new InviteMember(spelling, Roles.Reporter)), "member_already_exists");

    [Theory]
    [InlineData("GUEST@EXAMPLE.COM")]
    [InlineData("ｇｕｅｓｔ@example.com")]
    [InlineData("gue\u017ft@example.com")]
    public async Task Has_one_open_invitation_the_newest(string spelling)
    {
        var first = await World.InviteAsync(World.Boss);

        var second = await World.InviteAsync(World.Boss, spelling);

        Assert.True(second.Replaced);
        Expect.Failed(await World.LookAsync(first.Token), "invitation_invalid");
        Expect.Done(await World.AcceptAsync(second.Token));
        Expect.Done(await World.SignInAsync("guest@example.com", Guests.NewPassword));
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Resets_the_password_of_the_same_member(string spelling)
    {
        var link = Expect.Done(await World.AskAsync(Caller.Console, new ResetPassword(spelling)));

        Expect.Done(await World.AcceptAsync(link.Token));
        Assert.Equal(World.Boss.Id, Expect.Done(await World.SignInAsync(World.Boss.Email, Guests.NewPassword)).Member);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Has_the_same_known_device(string spelling)
    {
        var device = Expect.Done(await World.SignInAsync(World.Boss.Email)).Device;
        await World.StopUnknownDevicesAsync(World.Boss.Email);

        Expect.Done(await World.SignInAsync(spelling, from: Caller.Nobody(null, "", device)));
    }
}
