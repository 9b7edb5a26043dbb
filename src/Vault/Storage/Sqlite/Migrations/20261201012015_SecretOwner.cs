using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecretsDashboard.Vault.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SecretOwner : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Owner",
                table: "Secrets",
                type: "TEXT",
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Owner",
                table: "Secrets");
        }
    }
}
