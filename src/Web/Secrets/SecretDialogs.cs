using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

/// <summary>The dialogs that both the list and the detail of a secret open. Each says itself what it did.</summary>
internal static class SecretDialogs
{
    /// <returns>The new secret; null when none was made.</returns>
    public static async Task<SecretId?> DuplicateAsync(this IDialogService dialogs, SecretId secret, string name)
    {
        var about = new DialogParameters<DuplicateSecretDialog> { { d => d.Secret, secret } };
        var dialog = await dialogs.ShowAsync<DuplicateSecretDialog>($"Duplicate {name}", about, DialogLook.Form);
        return await dialog.Result is { Canceled: false, Data: SecretId made } ? made : null;
    }

    /// <returns>True when it is gone.</returns>
    public static async Task<bool> DeleteAsync(this IDialogService dialogs, SecretId secret, string name)
    {
        var about = new DialogParameters<DeleteSecretDialog> { { d => d.Secret, secret }, { d => d.Name, name } };
        var dialog = await dialogs.ShowAsync<DeleteSecretDialog>($"Delete {name}?", about, DialogLook.Form);
        return await dialog.Result is { Canceled: false };
    }

    /// <returns>Those that are gone.</returns>
    public static async Task<IReadOnlyCollection<SecretId>> DeleteAsync(this IDialogService dialogs, IReadOnlyList<SecretRow> secrets)
    {
        var deleted = new HashSet<SecretId>(); // Filled as it goes: closing the dialog in the middle must not lose what was done.
        var about = new DialogParameters<DeleteSecretsDialog> { { d => d.Secrets, secrets }, { d => d.Deleted, deleted } };
        var dialog = await dialogs.ShowAsync<DeleteSecretsDialog>(
            secrets.Count == 1 ? "Delete 1 secret?" : $"Delete {secrets.Count} secrets?",
            about,
            DialogLook.Form
        );
        await dialog.Result;
        return deleted;
    }
}
