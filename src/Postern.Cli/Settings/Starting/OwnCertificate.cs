using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.Cli;

/// <summary>A certificate that the user has, with its key, out of PEM files.</summary>
static class OwnCertificate
{
    /// <summary>The process's own, and gone with it.</summary>
    /// <exception cref="UsageException">A file is not there or not readable, or holds no certificate with its key.</exception>
    public static X509Certificate2 Read(string file, string? keyFile)
    {
        try
        {
            using var read = X509Certificate2.CreateFromPemFile(file, keyFile ?? file);
            // Windows cannot serve a key that is in memory alone.
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"The certificate cannot be read: {unreadable.Message}", "Name PEM files that are there and readable.");
        }
        catch (Exception none) when (none is CryptographicException or ArgumentException)
        {
            throw new UsageException(
                $"{file} holds no certificate with a key that fits it, in PEM and without a password.",
                keyFile is null
                    ? "Put both into the file, or name the key's own with --certificate-key."
                    : $"See whether {keyFile} is its key.");
        }
    }
}
