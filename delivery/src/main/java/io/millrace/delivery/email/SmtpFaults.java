package io.millrace.delivery.email;

import io.millrace.delivery.channel.CarrierException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** What a mail server's refusal means. */
final class SmtpFaults {

    private static final int SERVICE_CLOSES = 421;
    private static final int DETAIL_LENGTH_MAX = 300;

    private SmtpFaults() {}

    static CarrierException of(MessagingException failure, SmtpUrl url) {
        for (Exception cause = failure; cause instanceof MessagingException fault; cause = fault.getNextException()) {
            if (cause instanceof SMTPAddressFailedException refused) {
                return answered(refused.getReturnCode(), refused, true);
            }
            if (cause instanceof SMTPSenderFailedException refused) {
                return answered(refused.getReturnCode(), refused, false);
            }
            if (cause instanceof SMTPSendFailedException refused && refused.getNextException() == null) {
                return answered(refused.getReturnCode(), refused, false);
            }
        }
        if (failure instanceof AuthenticationFailedException) {
            // Somebody must change a setting; until then every message would be lost.
            return CarrierException.down("authentication", "the mail server " + url + " refuses the login");
        }
        return CarrierException.down("unreachable", url + ": " + detail(failure));
    }

    /** @param address whether it was the recipient that was refused */
    private static CarrierException answered(int code, MessagingException refused, boolean address) {
        String reason = "smtp_" + code;
        if (code == SERVICE_CLOSES) {
            return CarrierException.down(reason, detail(refused));
        }
        if (code < 500) {
            return CarrierException.passing(reason, detail(refused));
        }
        return address
                ? CarrierException.bounced(reason, detail(refused))
                : CarrierException.permanent(reason, detail(refused));
    }

    private static String detail(MessagingException failure) {
        String detail = String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
        return detail.length() > DETAIL_LENGTH_MAX ? detail.substring(0, DETAIL_LENGTH_MAX) : detail;
    }
}
