namespace SecretsDashboard.Access;

/// <summary>Acts in words, as they follow "may": "create a secret".</summary>
public static class ActNames
{
    public static string Describe(Act act) =>
        act switch
        {
            Act.ViewMetadata => "view metadata",
            Act.ViewActivity => "view activity",
            Act.CreateSecret => "create a secret",
            Act.EditSecret => "edit a secret",
            Act.DuplicateSecret => "duplicate a secret",
            Act.DeleteSecret => "delete a secret",
            Act.CreateStore => "create a store",
            Act.DeleteStore => "delete a store",
            Act.RegisterService => "register a service",
            Act.RemoveService => "remove a service",
            Act.Bind => "bind a secret",
            Act.Unbind => "unbind a secret",
            Act.Associate => "associate a secret",
            Act.Deploy => "deploy a binding",
            Act.ListOwnBindings => "list one's own bindings",
            Act.Resolve => "resolve a value",
            Act.IssueCredential => "issue a service credential",
            Act.RollCredential => "roll a service credential",
            Act.RevokeCredential => "revoke a service credential",
            Act.MapWorkloadIdentity => "map a workload identity",
            Act.UnmapWorkloadIdentity => "remove a workload identity",
            Act.ViewMembers => "view members",
            Act.InviteMember => "invite a member",
            Act.RemoveMember => "remove a member",
            Act.DisableMember => "disable or enable a member",
            Act.ChangeRoles => "change roles",
            Act.ManageAccountTokens => "manage account tokens",
            Act.ManageOwnTokens => "manage one's own tokens",
            Act.ManageOwnAccount => "manage one's own account",
            Act.ViewAudit => "view the audit log",
            Act.CreateTokenAtConsole => "create a token at the console",
            Act.ResetPassword => "reset a password",
            Act.VerifyAudit => "verify the audit log",
            Act.SetUp => "set up the account",
            Act.SignIn => "sign in",
            Act.AcceptInvitation => "accept an invitation",
        };
}
